import { promql, where } from "@monitoring/collection";
import { chosen, type DashboardRow } from "@monitoring/visualization";
import { refundFailures, refundRate } from "./alerts.ts";

const service = chosen.service;

/** Do customers get their money back? */
export const refundsDashboard: DashboardRow = {
  uid: "acme-refunds",
  title: "Refunds",
  folder: "Business",
  description: "Do customers get their money back?",
  variables: ["service"],
  range: "24h",
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "Refunds that fail",
          description: "Which share of refunds has failed in the last five minutes?",
          queries: [{ expr: promql`max(${where(refundFailures, service)}) or vector(0)`, legend: "failed" }],
          unit: "percentunit",
          watchedBy: ["AcmeRefundsFail"],
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        {
          kind: "timeseries",
          title: "Refunds",
          description: "How many refunds are made?",
          queries: [{ expr: where(refundRate, service), legend: "{{service}}" }],
          unit: "ops",
        },
        {
          kind: "timeseries",
          title: "Share that fails",
          description: "When did refunds begin to fail?",
          queries: [{ expr: where(refundFailures, service), legend: "{{service}}" }],
          unit: "percentunit",
          watchedBy: ["AcmeRefundsFail"],
        },
      ],
    },
  ],
};
