import { seconds, type Duration } from "@monitoring/collection";
import type { AlarmRow, Measure } from "../alarm.ts";
import type { Alert } from "../alert.ts";

/** An RDS instance, by a name of the user's choice. */
export interface RdsInstance {
  readonly instance: string;
  /** Bytes that were given to it: CloudWatch knows only how many are free. */
  readonly storage: number;
  /** Bytes of memory of its class. @default its memory is not watched */
  readonly memory?: number;
}

/** A node of ElastiCache. */
export interface CacheNode {
  readonly cluster: string;
}

/** A service of ECS. */
export interface EcsService {
  readonly cluster: string;
  readonly service: string;
}

/** What runs on machines that nobody is shown, each by a name of the user's choice. */
export interface Hosts {
  readonly rds: Readonly<Record<string, RdsInstance>>;
  readonly elasticache: Readonly<Record<string, CacheNode>>;
  readonly ecs: Readonly<Record<string, EcsService>>;
}

/** What one alarm is made from, besides the alert that it stands for. */
interface HostAlarm {
  readonly what: string;
  /** Gives severity, threshold and duration, so that tuning the alert tunes the alarm. */
  readonly like: string;
  readonly measure: Measure;
  readonly bad: AlarmRow["bad"];
  /** The alarm's threshold, from the alert's, a share of 1. */
  readonly threshold: (share: number) => number;
  readonly description: string;
}

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** Alarms on hosts, each like an alert of the catalogue; none for an alert that is switched off. */
export function hostAlarms(hosts: Hosts, alerts: readonly Alert[]): readonly AlarmRow[] {
  const rows = [
    ...each(hosts.rds, "rds", rdsAlarms),
    ...each(hosts.elasticache, "elasticache", cacheAlarms),
    ...each(hosts.ecs, "ecs", ecsAlarms),
  ];
  return rows.flatMap(({ name, like, measure, bad, threshold, description }) => {
    const alert = alerts.find((one) => one.name === like);
    if (alert?.threshold === undefined || alert.severity === "heartbeat") return [];
    return [
      {
        name,
        severity: alert.severity,
        standsFor: [like],
        measure,
        bad,
        threshold: threshold(alert.threshold.value),
        ...lasting(alert.for),
        missing: "good",
        description,
      },
    ];
  });
}

function each<T>(
  hosts: Readonly<Record<string, T>>,
  kind: string,
  alarms: (host: T) => readonly HostAlarm[],
): readonly (HostAlarm & { readonly name: string })[] {
  return Object.entries(hosts).flatMap(([host, row]) =>
    alarms(row).map((alarm) => ({ ...alarm, name: `${kind}-${host}-${alarm.what}` })),
  );
}

/** CloudWatch has a value a minute of each. */
function lasting(duration: Alert["for"]): Pick<AlarmRow, "periodSeconds" | "periods"> {
  const minutes = duration === "0s" ? 1 : Math.max(1, Math.ceil(seconds(duration satisfies Duration) / 60));
  return { periodSeconds: 60, periods: minutes };
}

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
function rdsAlarms({ instance, storage, memory }: RdsInstance): readonly HostAlarm[] {
  const of = (metric: string, statistic: "Average" | "Minimum"): Measure => ({
    kind: "metric",
    namespace: "AWS/RDS",
    metric,
    statistic,
    dimensions: () => ({ DBInstanceIdentifier: instance }),
  });
  return [
    {
      what: "storage",
      like: "DiskSpaceCritical",
      measure: of("FreeStorageSpace", "Minimum"),
      bad: "below",
      threshold: (share) => Math.round(share * storage),
      description: `The disk of ${instance} is nearly full: PostgreSQL stops when it is. Give it more storage, or delete what nobody needs.`,
    },
    {
      what: "cpu",
      like: "HighCpuUsage",
      measure: of("CPUUtilization", "Average"),
      bad: "above",
      threshold: percent,
      description: `The processors of ${instance} are busy: queries take longer. Look for slow ones, or take a larger class.`,
    },
    ...(memory === undefined
      ? []
      : [
          {
            what: "memory",
            like: "HighMemoryUsage",
            measure: of("FreeableMemory", "Average"),
            bad: "below",
            threshold: (share: number) => Math.round((1 - share) * memory),
            description: `Little memory is left on ${instance}. Look for connections that take much, or take a larger class.`,
          } as const,
        ]),
  ];
}

// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
function cacheAlarms({ cluster }: CacheNode): readonly HostAlarm[] {
  const of = (metric: string): Measure => ({
    kind: "metric",
    namespace: "AWS/ElastiCache",
    metric,
    statistic: "Average",
    dimensions: () => ({ CacheClusterId: cluster }),
  });
  return [
    {
      what: "memory",
      like: "RedisMemoryHigh",
      measure: of("DatabaseMemoryUsagePercentage"),
      bad: "above",
      threshold: percent,
      description: `The memory of ${cluster} is nearly used up: then it drops keys or refuses writes. Give keys a time to live, or take a larger node.`,
    },
    {
      what: "cpu",
      like: "HighCpuUsage",
      measure: of("EngineCPUUtilization"),
      bad: "above",
      threshold: percent,
      description: `The one processor that the engine of ${cluster} uses is busy: every command waits. Look for expensive commands, or spread the load.`,
    },
  ];
}

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
function ecsAlarms({ cluster, service }: EcsService): readonly HostAlarm[] {
  const of = (metric: string, statistic: "Average" | "Maximum"): Measure => ({
    kind: "metric",
    namespace: "AWS/ECS",
    metric,
    statistic,
    dimensions: () => ({ ClusterName: cluster, ServiceName: service }),
  });
  return [
    {
      what: "memory",
      like: "ContainerOutOfMemory",
      measure: of("MemoryUtilization", "Maximum"),
      bad: "above",
      threshold: percent,
      description: `A task of ${service} has nearly used up its memory: ECS ends it when it has. Look for a leak, or give it more.`,
    },
    {
      what: "cpu",
      like: "HighCpuUsage",
      measure: of("CPUUtilization", "Average"),
      bad: "above",
      threshold: percent,
      description: `The tasks of ${service} use the processors that they have: answers take longer. Start more of them, or give them more.`,
    },
  ];
}
