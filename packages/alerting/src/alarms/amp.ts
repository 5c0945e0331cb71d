import type { AlarmRow, Measure } from "../alarm.ts";
import type { Severity } from "../severity.ts";

/** What the alarms on a workspace need to know of it. */
export interface WatchedWorkspace {
  /** Names of the topics that its alert manager publishes to, by what they bring. */
  readonly topics: Readonly<Record<string, string>> & { readonly heartbeat: string };
  /** How many series the workspace takes. */
  readonly seriesLimit: number;
  /** Whether its alert manager speaks to PagerDuty. */
  readonly pagerduty: boolean;
}

/**
 * Alarms on a workspace itself. Names of metrics and dimensions, and that a metric which is missing is 0:
 * https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-CW-usage-metrics.html
 */
export function ampAlarms(workspace: WatchedWorkspace): readonly AlarmRow[] {
  return [
    heartbeat(workspace.topics.heartbeat),
    ...failures,
    ...(workspace.pagerduty ? [secretUnreadable] : []),
    ...Object.entries(workspace.topics).map(undelivered),
    ...usage(workspace.seriesLimit),
  ];
}

function heartbeat(topic: string): AlarmRow {
  return {
    name: "heartbeat",
    severity: "critical",
    standsFor: [],
    // Watchdog is sent every minute. Not what SNS delivers: nobody has to be subscribed.
    measure: ofTopic("NumberOfMessagesPublished", topic),
    bad: "below",
    threshold: 1,
    periodSeconds: 300,
    periods: 2,
    missing: "bad",
    // Rules are evaluated and the first beat is sent within that time after the workspace was made.
    warmUpMinutes: 15,
    description:
      "No heartbeat for ten minutes: AMP evaluates no rules or sends nothing, so no alert would reach anyone. " +
      "Look at the workspace's log group of events.",
  };
}

const failing = {
  bad: "above",
  threshold: 0,
  periodSeconds: 300,
  missing: "good",
} as const;

const failures: readonly AlarmRow[] = [
  {
    ...failing,
    name: "rules-failing",
    severity: "high",
    standsFor: ["RuleEvaluationFailing"],
    measure: ofWorkspace("RuleEvaluationFailures"),
    periods: 2,
    description:
      "Rules cannot be evaluated: their alerts stay quiet whatever happens. The log group of events names rule and reason.",
  },
  {
    ...failing,
    name: "rules-late",
    severity: "warning",
    standsFor: ["RuleEvaluationSlow"],
    measure: ofWorkspace("RuleGroupIterationsMissed"),
    periods: 2,
    description:
      "Rules take longer than their interval, so that alerts come late. The log group of queries names the expensive ones.",
  },
  {
    ...failing,
    name: "samples-refused",
    severity: "high",
    standsFor: [],
    measure: ofWorkspace("DiscardedSamples"),
    // What collectors send again after a restart may be refused once.
    periods: 3,
    description:
      "AMP refuses samples: rules see holes. The metric's reason says whether a limit is reached or samples come too late.",
  },
  {
    ...failing,
    name: "notifications-failing",
    severity: "high",
    standsFor: ["NotificationsFailing", "AlertmanagerUnreachable"],
    measure: ofWorkspace("AlertManagerNotificationsFailed"),
    periods: 1,
    description: "Notifications do not get out of AMP. The log group of events names receiver and reason.",
  },
  {
    ...failing,
    name: "notifications-throttled",
    severity: "high",
    standsFor: ["NotificationsFailing"],
    measure: ofWorkspace("AlertManagerNotificationsThrottled"),
    periods: 1,
    description: "AMP holds notifications back, because there are too many. Silence what is known.",
  },
];

const secretUnreadable: AlarmRow = {
  ...failing,
  name: "pagerduty-secret",
  severity: "high",
  standsFor: ["NotificationsFailing"],
  measure: ofWorkspace("SecretFetchFailure"),
  periods: 1,
  description:
    "AMP cannot read PagerDuty's key: nobody is paged. Look at the secret, its policy and that of its key.",
};

function undelivered([channel, topic]: readonly [string, string]): AlarmRow {
  return {
    ...failing,
    name: `undelivered-${channel}`,
    severity: "high",
    standsFor: ["NotificationsFailing"],
    measure: ofTopic("NumberOfNotificationsFailed", topic),
    periods: 1,
    description: `What was published to ${topic} did not reach one of its subscribers. Look whether the address still answers.`,
  };
}

// A quota is raised on request, so people want to know before it is reached.
const near = 0.8;

interface Quota {
  readonly name: string;
  readonly resource: string;
  readonly most: number;
  readonly severity: Severity;
  readonly then: string;
}

/** Quotas: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html, read in 2026. */
const quotas: readonly Quota[] = [
  {
    name: "alerts-near-limit",
    resource: "ActiveAlerts",
    most: 1_000,
    severity: "high",
    then: "more alerts are dropped",
  },
  {
    name: "alert-size-near-limit",
    resource: "SizeOfAlerts",
    most: 20_000_000,
    severity: "high",
    then: "more alerts are dropped",
  },
  {
    name: "silences-near-limit",
    resource: "AllSilences",
    most: 1_000,
    severity: "warning",
    then: "nothing more can be silenced",
  },
];

function usage(seriesLimit: number): readonly AlarmRow[] {
  const series: Quota = {
    name: "series-near-limit",
    resource: "ActiveSeries",
    most: seriesLimit,
    severity: "warning",
    then: "new series are refused",
  };
  return [series, ...quotas].map(({ name, resource, most, severity, then }) => ({
    name,
    severity,
    standsFor: [],
    measure: {
      kind: "metric",
      namespace: "AWS/Usage",
      metric: "ResourceCount",
      statistic: "Maximum",
      dimensions: (workspace) => ({
        Class: "None",
        Resource: resource,
        ResourceId: workspace,
        Service: "Prometheus",
        Type: "Resource",
      }),
    },
    bad: "above",
    threshold: near * most,
    periodSeconds: 300,
    periods: 3,
    missing: "good",
    description: `${resource} is above ${near * 100} % of ${most.toLocaleString("en")}. At the limit ${then}.`,
  }));
}

// Some of these have more dimensions than the workspace, such as the rule group or the reason: a query takes them all.
function ofWorkspace(metric: string): Measure {
  return {
    kind: "query",
    query: (workspace) => `SELECT SUM(${metric}) FROM "AWS/Prometheus" WHERE Workspace = '${workspace}'`,
  };
}

function ofTopic(metric: string, topic: string): Measure {
  return {
    kind: "metric",
    namespace: "AWS/SNS",
    metric,
    statistic: "Sum",
    dimensions: () => ({ TopicName: topic }),
  };
}
