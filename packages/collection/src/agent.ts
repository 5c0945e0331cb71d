/** The ports of metrics on AWS, by the job that asks them. */
export const collectorPorts = {
  prometheus: 9090,
  blackbox: 9115,
  postgres: 9187,
  redis: 9121,
  ecs: 9779,
} as const;

/** Where an agent finds its configuration, keeps its log and answers. */
export interface AgentPlaces {
  readonly configFile: string;
  readonly dataFolder: string;
  /** `host:port`. */
  readonly listen: string;
}

/** Arguments of a Prometheus that collects and sends, and neither evaluates nor keeps (3.14). */
export function agentArgs({ configFile, dataFolder, listen }: AgentPlaces): readonly string[] {
  return [
    "--agent",
    `--config.file=${configFile}`,
    `--storage.agent.path=${dataFolder}`,
    // AMP takes nothing older than an hour: what was not sent by then is let go. By default it is kept for four, and
    // looked through every two.
    "--storage.agent.retention.max-time=1h",
    "--storage.agent.wal-truncate-frequency=15m",
    `--web.listen-address=${listen}`,
  ];
}

/** What an agent counts of the samples that it took in, on its page of metrics. */
const appended = 'prometheus_agent_samples_appended_total{type="float"}';

/** A shell's condition for {@link isCollecting}, with the means that Prometheus's image has. */
export function collectingCommand(url: string): string {
  return `wget -q -O - ${url} | grep -q '^${appended} [1-9]'`;
}

/**
 * Whether an agent has collected something, by its page of metrics. That it is ready says less: it is before its first
 * scrape, and an old one that is stopped then leaves a hole.
 */
export function isCollecting(page: string): boolean {
  return page.split("\n").some((line) => line.startsWith(`${appended} `) && !line.endsWith(" 0"));
}
