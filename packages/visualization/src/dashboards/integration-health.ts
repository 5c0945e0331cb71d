import {
  probeCertificateExpiry,
  probeDurationSeconds,
  probeHttpPhaseSeconds,
  probeHttpStatus,
  probeSuccess,
  promql,
  where,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { chosen } from "../variable.ts";

const probes = { ...chosen.integration, job: "blackbox" } as const;
// Seconds until an answer.
const slow = { yellow: 1, red: 3 } as const;

/** Do the services that the server needs answer, how fast, and for how long will they? */
export const integrationHealth: DashboardRow = {
  uid: "integration-health",
  title: "Integration Health",
  folder: "Operations",
  description: "Do the services that the server needs answer, how fast, and for how long will they?",
  variables: ["integration"],
  range: "6h",
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "Do not answer",
          description: "How many of the probed services do not answer as they should?",
          queries: [
            {
              expr: promql`count(${where(probeSuccess, probes)} == 0) or vector(0)`,
              legend: "do not answer",
            },
          ],
          unit: "none",
          limits: { red: 1 },
          watchedBy: ["IntegrationDown"],
        },
        {
          kind: "stat",
          title: "Probed services",
          description: "How many services are asked?",
          queries: [{ expr: promql`count(${where(probeSuccess, probes)})`, legend: "services" }],
          unit: "none",
        },
        {
          kind: "stat",
          title: "Slowest answer",
          description: "How long does the slowest service take to answer?",
          queries: [{ expr: promql`max(${where(probeDurationSeconds, probes)})`, legend: "slowest" }],
          unit: "s",
          limits: slow,
        },
        {
          kind: "stat",
          title: "Next certificate expires",
          description: "When does the first certificate expire? Only probes over TLS see one.",
          queries: [
            {
              expr: promql`(min(${where(probeCertificateExpiry, probes)}) - time()) / 86400 or vector(3650)`,
              legend: "days",
            },
          ],
          unit: "d",
          limits: { alert: "CertificateExpiring" },
          words: { 3650: "none probed" },
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        {
          kind: "states",
          title: "Answers over time",
          description: "When did each service answer, and when not?",
          queries: [
            { expr: promql`min by (service) (${where(probeSuccess, probes)})`, legend: "{{service}}" },
          ],
          unit: "none",
          words: { 0: "down", 1: "up" },
          watchedBy: ["IntegrationDown"],
          width: 24,
          height: 6,
        },
        {
          kind: "bars",
          title: "Availability in the time range",
          description: "Which share of its probes did each service answer?",
          queries: [
            {
              expr: promql`sort(avg by (service) (avg_over_time(${where(probeSuccess, probes)}[$__range])))`,
              legend: "{{service}}",
            },
          ],
          unit: "percentunit",
          limits: { yellow: 0.999, red: 0.99, bad: "below" },
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Failed probes",
          description: "Which share of probes failed in the last five minutes?",
          queries: [
            {
              expr: promql`1 - avg by (service) (avg_over_time(${where(probeSuccess, probes)}[5m]))`,
              legend: "{{service}}",
            },
          ],
          unit: "percentunit",
          limits: { red: 1 },
          watchedBy: ["IntegrationDown"],
          many: true,
        },
      ],
    },
    {
      title: "Why?",
      panels: [
        {
          kind: "timeseries",
          title: "Time to answer",
          description: "How long does each service take?",
          queries: [
            {
              expr: promql`max by (service) (${where(probeDurationSeconds, probes)})`,
              legend: "{{service}}",
            },
          ],
          unit: "s",
          limits: slow,
          many: true,
        },
        {
          kind: "timeseries",
          title: "Where the time goes",
          description: "Is it name resolution, connecting, TLS, or the service's own work?",
          queries: [
            { expr: promql`max by (phase) (${where(probeHttpPhaseSeconds, probes)})`, legend: "{{phase}}" },
          ],
          unit: "s",
          many: true,
        },
        {
          kind: "table",
          title: "HTTP status",
          description: "What did each service answer last? 0 means that no HTTP answer came.",
          queries: [
            { expr: promql`max by (service) (${where(probeHttpStatus, probes)})`, legend: "{{service}}" },
          ],
          unit: "none",
          columns: { Value: "status" },
          width: 12,
          height: 6,
        },
        {
          kind: "table",
          title: "Certificates",
          description:
            "In how many days does the certificate of each service expire? Only probes over TLS see one.",
          queries: [
            {
              expr: promql`min by (service) (${where(probeCertificateExpiry, probes)} - time()) / 86400 or label_replace(vector(3650), "service", "none", "", "")`,
              legend: "{{service}}",
            },
          ],
          unit: "d",
          limits: { alert: "CertificateExpiring" },
          words: { 3650: "none probed" },
          columns: { Value: "expires in" },
          width: 12,
          height: 6,
        },
      ],
    },
  ],
};
