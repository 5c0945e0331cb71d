import { alertmanagersDiscovered, promql } from "@monitoring/collection";
import type { RuleGroup } from "../rule-group.ts";

/** Always fires: what receives it raises the alarm when it stops, because then nothing else would. */
export const watchdogRules: RuleGroup = {
  name: "watchdog",
  interval: "15s",
  recordings: [],
  alerts: [
    {
      name: "Watchdog",
      severity: "heartbeat",
      expr: promql`vector(1)`,
      for: "0s",
      summary: "Alerting works",
      description: "Fires all the time. A receiver that stops hearing it knows that alerting is broken.",
      runbook: {
        checks: [
          { question: "Does Prometheus run and evaluate rules?", command: "npm run status" },
          {
            question: "Does it reach Alertmanager?",
            query: promql`${alertmanagersDiscovered}`,
          },
          { question: "Does Alertmanager send?", command: "npm run logs -- alertmanager --since 10m" },
        ],
        fix: [
          "Start what is down with `npm run up`; nothing else can tell you of faults until the beat is back.",
        ],
      },
      fault: "none",
      fires: [
        {
          when: "there is not a single series",
          interval: "15s",
          series: [],
          at: "0s",
          labels: {},
          summary: "Alerting works",
        },
      ],
      quiet: "never",
    },
  ],
};
