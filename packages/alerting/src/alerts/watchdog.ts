import { promql } from "@monitoring/collection";
import type { AlertGroup } from "../alert.ts";

/** Always fires: what receives it raises the alarm when it stops, because then nothing else would. */
export const watchdogAlerts: AlertGroup = {
  name: "watchdog",
  interval: "15s",
  alerts: [
    {
      name: "Watchdog",
      severity: "heartbeat",
      expr: promql`vector(1)`,
      for: "0s",
      summary: "Alerting works",
      description: "Fires all the time. A receiver that stops hearing it knows that alerting is broken.",
      runbook: [
        "If the heartbeat stopped: is Prometheus up, does it reach Alertmanager, does Alertmanager send?",
      ],
      fault: "none",
      fires: [
        {
          when: "there is not a single series",
          interval: "15s",
          series: [],
          at: "15s",
          labels: {},
          summary: "Alerting works",
        },
      ],
      quiet: "never",
    },
  ],
};
