import {
  containerScrapeError,
  nodeCollectorSuccess,
  postgresCollectorSuccess,
  promql,
  recording,
  redisScrapeError,
  where,
  type Metric,
  type Promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series, type InputSeries, type RecordingScenario } from "../scenario.ts";

const node = { job: "node", instance: "node-exporter:9100", service: "node" };
const postgres = { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" };
const cadvisor = { job: "cadvisor", instance: "cadvisor:8080", service: "cadvisor" };
const redis = { job: "redis", instance: "redis-exporter:9121", service: "redis" };

// Those that work on every machine and every PostgreSQL. Not timex, netclass and the like, which a sandboxed kernel
// denies; not stat_statements, wal receiver, replication slots and idle processes, which a healthy database may lack:
// an exporter calls finding nothing a failure.
const nodeCollectors = /cpu|diskstats|filefd|filesystem|loadavg|meminfo|netdev|stat|vmstat/;
const postgresCollectors =
  /database|database_wraparound|locks|long_running_transactions|postmaster|stat_bgwriter|stat_database|stat_user_tables/;

const names = ({ source }: RegExp): readonly string[] => source.split("|");

/** Whether each collector succeeds, and whether those fail that tell it the other way round. */
const everyCollector = (successes: string, failures: string): readonly InputSeries[] => [
  ...names(nodeCollectors).map((collector) =>
    series(nodeCollectorSuccess, { ...node, collector }, successes),
  ),
  ...names(postgresCollectors).map((collector) =>
    series(postgresCollectorSuccess, { ...postgres, collector }, successes),
  ),
  series(redisScrapeError, { ...redis, err: "NOPERM" }, failures),
  series(containerScrapeError, cadvisor, failures),
];
const broken = (labels: typeof node & { readonly collector: string }) => ({
  labels,
  summary: `${labels.service}: the exporter's collector ${labels.collector} fails`,
});

/** Of an exporter that tells of errors, and not of collectors by name. */
const withoutErrors = (errors: Metric) => promql`1 - min_over_time(${errors}[5m])`;
const asCollector = (collector: string, success: Promql) =>
  promql`label_replace(${success}, "collector", "${collector}", "", "")`;

const ofNode = where(nodeCollectorSuccess, { collector: nodeCollectors });
const ofPostgres = where(postgresCollectorSuccess, { collector: postgresCollectors });

// Not once in five minutes: a restart or a single failure is not enough, and a lost scrape does not start anew.
const listed = promql`max_over_time(${ofNode}[5m]) or max_over_time(${ofPostgres}[5m])`;
const redisWorked = withoutErrors(redisScrapeError);
const containersWorked = withoutErrors(containerScrapeError);
const byCollector = (all: Promql) => promql`max by (service, job, instance, collector) (${all})`;

// 1 for each collector that worked lately, 0 for the others.
const collectorSuccess = byCollector(
  promql`${listed} or ${asCollector("redis", redisWorked)} or ${asCollector("containers", containersWorked)}`,
);

/** How many collectors of each job fail, of those that work everywhere; an exporter without a list has one. */
export const failingCollectors = recording(
  "service_job:failing_collectors:count",
  [],
  promql`sum by (service, job) (${byCollector(promql`${listed} or ${redisWorked} or ${containersWorked}`)} == bool 0)`,
);

const failing = (service: string, value: number) => ({ labels: { service, job: service }, value });
const all = [
  failing("node", names(nodeCollectors).length),
  failing("postgres", names(postgresCollectors).length),
  failing("cadvisor", 1),
  failing("redis", 1),
];
const none = ["node", "postgres", "cadvisor", "redis"].map((service) => failing(service, 0));

/** How many are counted, from when on and for how long. */
export const collectorScenarios: readonly RecordingScenario[] = [
  {
    recording: failingCollectors,
    when: "every collector fails that works everywhere, and one that does not",
    interval: "15s",
    series: [
      ...everyCollector("0x40", "1x40"),
      series(postgresCollectorSuccess, { ...postgres, collector: "stat_statements" }, "0x40"),
      series(nodeCollectorSuccess, { ...node, collector: "timex" }, "0x40"),
    ],
    at: "10m",
    gives: all,
  },
  {
    recording: failingCollectors,
    when: "every collector worked four minutes ago, and has failed since",
    interval: "15s",
    series: everyCollector("0x20 1x3 0x16", "1x20 0x3 1x16"),
    at: "585s",
    gives: none,
  },
  {
    recording: failingCollectors,
    when: "one of two exporters fails, and one has just begun to",
    interval: "15s",
    series: [
      series(postgresCollectorSuccess, { ...postgres, collector: "locks" }, "0x40"),
      series(
        postgresCollectorSuccess,
        { ...postgres, instance: "replica-exporter:9187", collector: "locks" },
        "1x40",
      ),
      series(redisScrapeError, { ...redis, err: "" }, "0x35"),
      series(redisScrapeError, { ...redis, err: "NOPERM" }, "_x36 1x4"),
    ],
    at: "10m",
    gives: [failing("postgres", 1), failing("redis", 0)],
  },
  {
    recording: failingCollectors,
    when: "every collector worked six minutes ago, and has failed since",
    interval: "15s",
    series: everyCollector("0x10 1x5 0x24", "1x10 0x5 1x24"),
    at: "10m",
    gives: all,
  },
];

/** An exporter that answers, but could not find out a part of what it is asked. */
export const exporterCollectorFailing: Alert = {
  name: "ExporterCollectorFailing",
  severity: "warning",
  expr: promql`${collectorSuccess} == 0`,
  // With the window above ten minutes in all: until then, what depends on it has its own alert.
  for: "5m",
  summary: "{{ $labels.service }}: the exporter's collector {{ $labels.collector }} fails",
  description:
    "The exporter answers and its target is up, but a part of the metrics is missing: what is watched about it is blind there.",
  runbook: {
    checks: [
      {
        question: "Which collectors fail?",
        query: promql`${ofNode} == 0 or ${ofPostgres} == 0`,
      },
      {
        question: "What does the exporter say why?",
        command: "npm run logs -- postgres-exporter --since 10m",
      },
      {
        question: "Since when, and is it the only one?",
        query: promql`changes(${ofNode}[1h]) > 0 or changes(${ofPostgres}[1h]) > 0`,
      },
    ],
    fix: [
      "PostgreSQL: `grant pg_monitor to <the exporter's role>`; see [own databases](../own-databases.md).",
      "Redis: give the exporter's user the rights that [own databases](../own-databases.md) lists.",
      "Otherwise restart the exporter; if it then fails again, its version does not fit what it measures.",
    ],
  },
  fault: "collector-broken",
  // Without its database an exporter's collectors all fail.
  inhibitedBy: ["DatabaseDown", "RedisDown"],
  fires: [
    {
      when: "a collector has failed for ten minutes, though scrapes are lost in between",
      interval: "15s",
      series: [
        series(
          postgresCollectorSuccess,
          { ...postgres, collector: "stat_database" },
          "1x4 0x20 _ 0x20 _ 0x10 1x8",
        ),
        series(postgresCollectorSuccess, { ...postgres, collector: "locks" }, "1x70"),
      ],
      at: "11m",
      until: "15m",
      labels: { ...postgres, collector: "stat_database" },
      summary: "postgres: the exporter's collector stat_database fails",
    },
    {
      when: "Redis refuses a part of what the exporter asks",
      interval: "15s",
      series: [
        series(redisScrapeError, { ...redis, err: "" }, "0x4 _x60"),
        series(redisScrapeError, { ...redis, err: "NOPERM" }, "_x5 1x60"),
      ],
      at: "11m",
      labels: { ...redis, collector: "redis" },
      summary: "redis: the exporter's collector redis fails",
    },
    {
      when: "every collector fails that works everywhere, no scrape is answered for four minutes, and then none any more",
      interval: "15s",
      series: everyCollector("0x20 _x15 0x20 _x40", "1x20 _x15 1x20 _x40"),
      at: "5m",
      // Five minutes after the last answer.
      until: "1140s",
      labels: { ...redis, collector: "redis" },
      summary: "redis: the exporter's collector redis fails",
      beside: [
        ...names(nodeCollectors).map((collector) => broken({ ...node, collector })),
        ...names(postgresCollectors).map((collector) => broken({ ...postgres, collector })),
        broken({ ...cadvisor, collector: "containers" }),
      ],
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "every collector fails for nine minutes",
      interval: "15s",
      series: everyCollector("1x4 0x36 1x40", "0x4 1x36 0x40"),
      at: "18m",
    },
    {
      kind: "restart",
      when: "the database restarts and every collector fails for half a minute",
      interval: "15s",
      series: [series(postgresCollectorSuccess, { ...postgres, collector: "locks" }, "1x10 0x2 1x50")],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "the database has no pg_stat_statements and the kernel keeps its clock's state to itself",
      interval: "1m",
      series: [
        series(postgresCollectorSuccess, { ...postgres, collector: "stat_statements" }, "0x60"),
        series(nodeCollectorSuccess, { ...node, collector: "timex" }, "0x60"),
      ],
      at: "1h",
    },
  ],
};
