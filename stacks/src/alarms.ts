import { compileAlarms, routeOf, told, type AlarmRow, type Hosts, type Severity } from "@monitoring/alerting";
import { allSeries } from "@monitoring/remote-storage";
import { everyAlert } from "./alerting-files.ts";
import { neededTopics, topicName, type TopicChannel } from "./amp-receivers.ts";
import type { Config } from "./config.ts";

/** The alarms of a prod stack: some stand for alerts that cannot work there. */
export function prodAlarms(config: Config): readonly AlarmRow[] {
  const topics = Object.fromEntries(
    neededTopics(config).map((channel) => [channel, topicName(channel, config)]),
  );
  return compileAlarms({
    prefix: config.namePrefix,
    alerts: everyAlert({ ...config, catalogue: config.wholeCatalogue }),
    workspace: {
      topics: { ...topics, heartbeat: topicName("heartbeat", config) },
      seriesLimit: allSeries(config.workspace),
      pagerduty: config.amp.pagerduty !== undefined,
    },
    hosts: hosts(config),
    runbookBaseUrl: config.runbookBaseUrl,
  });
}

/** Who is told by topic of an alarm. Alarms reach PagerDuty by nothing that AMP speaks. */
export function alarmTopics(config: Config, severity: Severity): readonly TopicChannel[] {
  const topics = neededTopics(config).filter((channel) => channel !== "heartbeat");
  return told(routeOf({ severity }), (channel) => topics.some((topic) => topic === channel)).filter(
    (channel) => channel !== "pagerduty",
  );
}

function hosts({ aws: { rds, elasticache, ecs } }: Config): Hosts {
  const instances = Object.entries(rds).map(([name, { instance, storage, memory }]) => [
    name,
    { instance, storage: bytes(storage), ...(memory !== undefined && { memory: bytes(memory) }) },
  ]);
  return { rds: Object.fromEntries(instances) as Hosts["rds"], elasticache, ecs };
}

const unitBytes = { MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 } as const;

/** RDS counts as memory is counted: its GB are 2^30 bytes. */
function bytes(size: string): number {
  return Number(size.slice(0, -2)) * unitBytes[size.slice(-2) as keyof typeof unitBytes];
}
