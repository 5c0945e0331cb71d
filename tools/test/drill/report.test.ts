import { describe, expect, test } from "@jest/globals";
import type { DrillResult } from "../../src/drill/drill-result.ts";
import { reportPage, reportText, type DrillReport } from "../../src/drill/report.ts";

const live: DrillResult = {
  drill: {
    alert: "McpServerDown",
    severity: "critical",
    fault: "server-stopped",
    firing: ["pagerduty", "slack", "email"],
    resolved: ["pagerduty", "slack", "email"],
    detectionSeconds: 45,
    endSeconds: 20,
  },
  says: "`docker stop` of server",
  boundSeconds: 50,
  firingSeconds: 34.25,
  notifiedSeconds: 5.5,
  resolvedSeconds: 14.5,
  told: ["email", "pagerduty", "slack"],
  toldOfEnd: ["email", "pagerduty", "slack"],
  late: false,
};
const failed: DrillResult = {
  drill: {
    alert: "HighCpuUsage",
    severity: "warning",
    fault: "cpu-load",
    pace: 15,
    change: { threshold: 0.3, why: "the threshold is 0.3 instead of 0.8" },
    firing: ["slack"],
    resolved: ["slack"],
    detectionSeconds: 100,
    endSeconds: 42,
  },
  says: "a loop",
  boundSeconds: 110,
  told: [],
  toldOfEnd: [],
  late: false,
  problem: "it did not fire: pending",
};
const report: DrillReport = {
  at: "2026-01-31T12:00:00.000Z",
  seconds: 301.4,
  machine: "2 processors",
  results: [live, failed],
  undrilled: [{ alert: "Watchdog", severity: "heartbeat", why: "it always fires" }],
};

describe("the report", () => {
  test("shows a line for each alert on the terminal, and the sum", () => {
    expect(reportText(report)).toBe(
      `alert          severity  judge  firing  notified  predicted  resolved  told                     verdict
McpServerDown  critical  stack  34.3    5.5       50.0       14.5      email, pagerduty, slack  pass
HighCpuUsage   warning   ×15    -       -         110.0      -         nobody                   FAIL: it did not fire: pending

1 of 2 passed, in 301 s
`,
    );
    expect(reportText({ ...report, results: [live] })).toContain("all 1 passed, in 301 s");
  });

  test("says on its page what was done, what was changed and what was left out", () => {
    const page = reportPage(report);
    expect(page).toContain("on 2026-01-31, 2 processors: 1 of 2 passed, in 301 s.");
    expect(page).toContain("| [McpServerDown](runbooks/McpServerDown.md) | critical | stack | 34.3 |");
    expect(page).toContain("| server-stopped | `docker stop` of server | McpServerDown |");
    expect(page).toContain("| HighCpuUsage | the threshold is 0.3 instead of 0.8 |");
    expect(page).toContain("| [Watchdog](runbooks/Watchdog.md) | it always fires |");
  });
});
