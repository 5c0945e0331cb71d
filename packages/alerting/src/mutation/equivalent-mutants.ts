/** Mutants that no input can tell from the rule that they were made of, and why. */
export interface EquivalentMutants {
  readonly why: string;
  /** Changes by the name of the alert or recording. */
  readonly mutants: Readonly<Record<string, readonly string[]>>;
}

const max = ["max → min", "max → sum"];
const sum = ["sum → max"];

/** Every mutant that may live. One that is killed, or does not exist any more, has no place here. */
export const equivalentMutants: readonly EquivalentMutants[] = [
  {
    why: "Each group is a single series: the aggregation only leaves out labels that are the same for all of a target, or a program counts this once.",
    mutants: {
      AlertmanagerReloadFailed: max,
      AlertmanagerUnreachable: [...sum, "sum → max (2)", "sum → max (3)"],
      ClockSkew: [...max, "max → min (2)", "max → sum (2)", ...sum],
      DatabaseConnectionPoolExhausted: max,
      IntegrationDown: max,
      // By tool, of which only one is called other.
      McpLabelOverflow: sum,
      NotificationsFailing: ["sum → max (2)"],
      PrometheusCompactionFailing: sum,
      PrometheusReloadFailed: max,
      PrometheusStorageCorrupted: sum,
      RemoteWriteBehind: max,
      RemoteWriteSamplesLost: [...sum, "sum → max (2)"],
      ReplicationLag: max,
      RuleEvaluationFailing: sum,
      RuleEvaluationSlow: max,
      SamplesDropped: sum,
      ScrapeLimitExceeded: sum,
      ScrapeLimitNear: max,
      "instance:node_memory_used:ratio": max,
      "instance:node_time_seconds:skew": max,
      // By bound, of which only one is +Inf.
      "service:http_timed_requests:rate5m": sum,
    },
  },
  {
    why: "Of zeros and ones it only matters whether all are 0.",
    mutants: {
      DatabaseDown: [...max, "max → sum (2)"],
      ExporterCollectorFailing: ["max → sum"],
      RedisDown: [...max, "max → sum (2)"],
      "service_job:failing_collectors:count": ["max → sum"],
      "service:http_missed_requests:rate5m": ["max → sum"],
      "service:http_wanted_requests:rate5m": ["max → sum"],
    },
  },
  {
    why: "It only matters whether there are any: the summary does not say how many.",
    mutants: { PrometheusWritesFailing: [...sum, "increase → rate"] },
  },
  {
    why: "What is counted is there, or there is no count.",
    mutants: { SamplesMissing: ["max → min (3)", "max → sum (3)", "> → >= (2)", "0 → -1"] },
  },
  {
    why: "`group` makes every member 1, so that their sum is their count.",
    mutants: {
      "service:mcp_client_names:count": ["count → sum"],
      "service:mcp_tool_names:count": ["count → sum", "count → sum (2)", "count → sum (3)"],
    },
  },
  {
    why: "The last bucket counts whatever any other counts: some bucket grows if and only if it does.",
    mutants: {
      "service:http_request_duration_seconds:p95_rate5m": ['{le="+Inf"} → {}'],
      "service_tool:mcp_tool_duration_seconds:p95_rate5m": ['{le="+Inf"} → {}'],
    },
  },
  {
    why: "Both sides are joined by name, and the other side has only series with one.",
    mutants: {
      "service:container_memory_working_set:ratio": ['{name=~".+"} → {}', '{name=~".+"} → {} (2)'],
    },
  },
  {
    why: "A limit of 0 is none, and nobody sets one of a single byte or sample.",
    mutants: {
      RedisMemoryHigh: ["0 → 1"],
      ScrapeLimitNear: ["0 → 1"],
      "service:container_memory_working_set:ratio": ["0 → 1"],
    },
  },
  {
    why: "What does not grow, or by a byte a day, does not double within a week: its quotient is infinite or over a billion.",
    mutants: {
      DatabaseSizeGrowth: ["> → >=", "0 → -1", "0 → 1", "> → >= (2)", "0 → -1 (2)", "0 → 1 (2)"],
    },
  },
  {
    why: "A byte a second is 86 kB a day: a disk with less than that left is full.",
    mutants: { DiskWillFill: ["0 → -1"] },
  },
  {
    why: "The time of a deployment only grows; and where its own is older than a week, whatever else is younger was placed later.",
    mutants: {
      "stack_commit_content:deployment_time_seconds:first": [
        "last_over_time → max_over_time",
        "last_over_time → max_over_time (2)",
        "7d → 1209600s",
      ],
    },
  },
  {
    why: "For ten minutes only a sample counts that is refused again and again, and an increase of one is extrapolated to more than 1.",
    mutants: { ClockSkew: ["0 → 1"] },
  },
  {
    why: "An increase of two is extrapolated to 2 and more, of one to 1.25 at most within five minutes and 1.1 within fifteen.",
    mutants: {
      NotificationsFailing: ["> → >= (2)", "1.5 → 1.2", "1.5 → 1.875"],
      ScrapeLimitExceeded: ["> → >=", "1.5 → 1.875"],
    },
  },
  {
    why: "Both sides are what Prometheus tells of itself; the job is named so that no other job's series are kept for long.",
    mutants: {
      PrometheusStorageCorrupted: ['{job="prometheus"} → {}'],
      RemoteWriteBehind: [
        '{job="prometheus"} → {}',
        "(job, instance) → (instance)",
        "(job, instance) → (instance) (2)",
      ],
    },
  },
  {
    why: "A time in seconds since 1970 is 0, for never, or over a billion.",
    mutants: { RemoteWriteBehind: ["0 → 1"] },
  },
  {
    why: "The newest sample's time and the time of a start only grow.",
    mutants: { RemoteWriteBehind: ["last_over_time → max_over_time", "last_over_time → max_over_time (4)"] },
  },
  {
    why: "This side counts only where the last value is 0, than which none is less.",
    mutants: { RemoteWriteBehind: ["last_over_time → min_over_time (3)"] },
  },
  {
    why: "It fires whatever the value, and never stops.",
    mutants: { Watchdog: ["1 → 0", "1 → 2", "keep_firing_for: 0s → 3600s"] },
  },
];

/** Why a mutant may live; undefined where it may not. */
export function equivalence(mutant: { readonly rule: string; readonly change: string }): string | undefined {
  return equivalentMutants.find(({ mutants }) => mutants[mutant.rule]?.includes(mutant.change))?.why;
}
