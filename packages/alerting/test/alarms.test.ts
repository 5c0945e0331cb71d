import { describe, expect, test } from "@jest/globals";
import { alertsOf, compileAlarms, ruleGroups, tune, type AlarmRow, type Tuning } from "../src/index.ts";

const gigabyte = 2 ** 30;

function alarms(tunings: Readonly<Record<string, Tuning>> = {}, pagerduty = true): readonly AlarmRow[] {
  return compileAlarms({
    prefix: "mcp",
    alerts: alertsOf(tune(ruleGroups, tunings)),
    workspace: {
      topics: { email: "mcp-alerts-email", heartbeat: "mcp-heartbeat" },
      seriesLimit: 100_000,
      pagerduty,
    },
    hosts: {
      rds: { main: { instance: "customer-success", storage: 100 * gigabyte, memory: 16 * gigabyte } },
      elasticache: { sessions: { cluster: "sessions-001" } },
      ecs: { server: { cluster: "shop", service: "mcp-server" } },
    },
    runbookBaseUrl: "docs/runbooks",
  });
}

/** An alarm in one line: what it measures, and when that is bad. */
function line({ measure, bad, threshold, periodSeconds, periods, missing }: AlarmRow): string {
  const what =
    measure.kind === "query"
      ? measure.query("ws-1")
      : `${measure.statistic} of ${measure.namespace} ${measure.metric} ${JSON.stringify(measure.dimensions("ws-1"))}`;
  return `${what} ${bad} ${threshold} for ${periods} x ${periodSeconds} s, missing is ${missing}`;
}

const usage = (resource: string) =>
  `Maximum of AWS/Usage ResourceCount {"Class":"None","Resource":"${resource}","ResourceId":"ws-1","Service":"Prometheus","Type":"Resource"}`;
const failing = (metric: string) => `SELECT SUM(${metric}) FROM "AWS/Prometheus" WHERE Workspace = 'ws-1'`;

test("alarms watch AMP, what it sends, and the hosts that nobody is shown", () => {
  expect(alarms().map((alarm) => [alarm.name, alarm.severity, line(alarm)])).toEqual([
    [
      "mcp-heartbeat",
      "critical",
      'Sum of AWS/SNS NumberOfMessagesPublished {"TopicName":"mcp-heartbeat"} below 1 for 2 x 300 s, missing is bad',
    ],
    [
      "mcp-rules-failing",
      "high",
      `${failing("RuleEvaluationFailures")} above 0 for 2 x 300 s, missing is good`,
    ],
    [
      "mcp-rules-late",
      "warning",
      `${failing("RuleGroupIterationsMissed")} above 0 for 2 x 300 s, missing is good`,
    ],
    ["mcp-samples-refused", "high", `${failing("DiscardedSamples")} above 0 for 3 x 300 s, missing is good`],
    [
      "mcp-notifications-failing",
      "high",
      `${failing("AlertManagerNotificationsFailed")} above 0 for 1 x 300 s, missing is good`,
    ],
    [
      "mcp-notifications-throttled",
      "high",
      `${failing("AlertManagerNotificationsThrottled")} above 0 for 1 x 300 s, missing is good`,
    ],
    [
      "mcp-pagerduty-secret",
      "high",
      `${failing("SecretFetchFailure")} above 0 for 1 x 300 s, missing is good`,
    ],
    [
      "mcp-undelivered-email",
      "high",
      'Sum of AWS/SNS NumberOfNotificationsFailed {"TopicName":"mcp-alerts-email"} above 0 for 1 x 300 s, missing is good',
    ],
    [
      "mcp-undelivered-heartbeat",
      "high",
      'Sum of AWS/SNS NumberOfNotificationsFailed {"TopicName":"mcp-heartbeat"} above 0 for 1 x 300 s, missing is good',
    ],
    [
      "mcp-series-near-limit",
      "warning",
      `${usage("ActiveSeries")} above 80000 for 3 x 300 s, missing is good`,
    ],
    ["mcp-alerts-near-limit", "high", `${usage("ActiveAlerts")} above 800 for 3 x 300 s, missing is good`],
    [
      "mcp-alert-size-near-limit",
      "high",
      `${usage("SizeOfAlerts")} above 16000000 for 3 x 300 s, missing is good`,
    ],
    [
      "mcp-silences-near-limit",
      "warning",
      `${usage("AllSilences")} above 800 for 3 x 300 s, missing is good`,
    ],
    [
      "mcp-rds-main-storage",
      "critical",
      `Minimum of AWS/RDS FreeStorageSpace {"DBInstanceIdentifier":"customer-success"} below ${5 * gigabyte} for 2 x 60 s, missing is good`,
    ],
    [
      "mcp-rds-main-cpu",
      "warning",
      'Average of AWS/RDS CPUUtilization {"DBInstanceIdentifier":"customer-success"} above 80 for 10 x 60 s, missing is good',
    ],
    [
      "mcp-rds-main-memory",
      "warning",
      'Average of AWS/RDS FreeableMemory {"DBInstanceIdentifier":"customer-success"} below 3435973837 for 10 x 60 s, missing is good',
    ],
    [
      "mcp-elasticache-sessions-memory",
      "warning",
      'Average of AWS/ElastiCache DatabaseMemoryUsagePercentage {"CacheClusterId":"sessions-001"} above 90 for 5 x 60 s, missing is good',
    ],
    [
      "mcp-elasticache-sessions-cpu",
      "warning",
      'Average of AWS/ElastiCache EngineCPUUtilization {"CacheClusterId":"sessions-001"} above 80 for 10 x 60 s, missing is good',
    ],
    [
      "mcp-ecs-server-memory",
      "high",
      'Maximum of AWS/ECS MemoryUtilization {"ClusterName":"shop","ServiceName":"mcp-server"} above 90 for 2 x 60 s, missing is good',
    ],
    [
      "mcp-ecs-server-cpu",
      "warning",
      'Average of AWS/ECS CPUUtilization {"ClusterName":"shop","ServiceName":"mcp-server"} above 80 for 10 x 60 s, missing is good',
    ],
  ]);
});

describe("an alarm that stands for an alert", () => {
  const named = (name: string, tunings: Readonly<Record<string, Tuning>>) =>
    alarms(tunings).find((alarm) => alarm.name === name);

  test("has its threshold and its duration", () => {
    const tuned = named("mcp-rds-main-cpu", { HighCpuUsage: { threshold: 0.955, for: "90s" } });
    expect(tuned).toMatchObject({ threshold: 95.5, periods: 2 });
  });

  test("is switched off with it", () => {
    expect(named("mcp-rds-main-storage", { DiskSpaceCritical: { enabled: false } })).toBeUndefined();
    expect(named("mcp-rules-failing", { RuleEvaluationFailing: { enabled: false } })).toBeUndefined();
  });

  test("stays while another that it stands for is on", () => {
    expect(named("mcp-notifications-failing", { NotificationsFailing: { enabled: false } })).toBeDefined();
  });

  test("links its runbook", () => {
    expect(named("mcp-rds-main-storage", {})?.description).toMatch(/ docs\/runbooks\/DiskSpaceCritical\.md$/);
  });
});

test("without PagerDuty nobody looks whether its key can be read", () => {
  expect(alarms({}, false).map(({ name }) => name)).not.toContain("mcp-pagerduty-secret");
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
test("every alarm is what CloudWatch takes: its name its own, its text short, a day looked back at most", () => {
  const all = alarms();
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, description, periodSeconds, periods } of all) {
    expect(name).toMatch(/^[\w-]{1,255}$/);
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(periodSeconds % 60).toBe(0);
    expect(periodSeconds * periods).toBeLessThanOrEqual(86_400);
  }
});
