import { mcpServerAlerts, watchdogAlerts, type AlertGroup, type RecordingGroup } from "@monitoring/alerting";
import { mcpRecordings } from "@monitoring/collection";
import { mcpServerOverview, type DashboardRow } from "@monitoring/visualization";

/** What every stack has, wherever it is placed. */
export const catalogue = {
  // In the order of evaluation: a recording before what reads it.
  recordings: [{ name: "mcp", interval: "15s", recordings: mcpRecordings }],
  alerts: [mcpServerAlerts, watchdogAlerts],
  dashboards: [mcpServerOverview],
} as const satisfies {
  recordings: readonly RecordingGroup[];
  alerts: readonly AlertGroup[];
  dashboards: readonly DashboardRow[];
};
