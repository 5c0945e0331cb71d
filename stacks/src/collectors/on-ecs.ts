import { collectorPorts, type EcsTargets, type Endpoint, type ScrapeJob } from "@monitoring/collection";
import { replicas } from "@monitoring/remote-storage";
import type { Config } from "../config.ts";
import { databases, watched, type Watched } from "../targets.ts";

/** Names of what is placed on ECS, with the stack's prefix. */
export function ecsNames({ namePrefix }: Pick<Config, "namePrefix">) {
  return {
    agents: replicas.map((replica) => `${namePrefix}-prometheus-${replica}`),
    exporters: `${namePrefix}-exporters`,
    /** What the network calls the exporters' task. */
    domain: `${namePrefix}-monitoring.internal`,
    /** What AMP knows the collectors by that are replicas of one another. */
    cluster: `${namePrefix}-prod`,
  } as const;
}

/** The configuration as collectors on AWS see it: there is no demo there. */
export function withoutDemo(config: Config): Config {
  return { ...config, demo: false };
}

/** What the agents on ECS scrape and probe: the same jobs as in dev, under the addresses that they have there. */
export function watchedOnEcs(given: Config): Watched {
  const config = withoutDemo(given);
  const { jobs, probes } = watched(config);
  const { agents, exporters, domain } = ecsNames(config);
  const exporter = (port: number): Endpoint => ({ scheme: "http", host: `exporters.${domain}`, port });
  const found = (services: readonly string[], port: number, service?: string): EcsTargets => ({
    region: config.aws.region ?? "",
    cluster: config.collector.cluster ?? "",
    services,
    port,
    ...(service !== undefined && { service }),
  });
  const { mcpServer } = config.collector;
  const placed = jobs.map((job): ScrapeJob => {
    switch (job.name) {
      case "prometheus":
        return { ...job, targets: [], discovered: [found(agents, collectorPorts.prometheus, "prometheus")] };
      case "blackbox":
      case "postgres":
      case "redis": {
        const endpoint = exporter(collectorPorts[job.name]);
        return { ...job, targets: job.targets.map((target) => ({ ...target, endpoint })) };
      }
      case "mcp-server":
        return mcpServer === undefined
          ? job
          : {
              ...job,
              targets: [],
              path: mcpServer.path,
              discovered: [found([mcpServer.service], mcpServer.port, "mcp-server")],
            };
      case "alertmanager":
      case "cadvisor":
      case "ecs":
      case "grafana":
      case "node":
        return job;
    }
  });
  const withSidecar = [...agents, exporters, ...(mcpServer?.ecsExporter === true ? [mcpServer.service] : [])];
  return {
    jobs: [...placed, { name: "ecs", targets: [], discovered: [found(withSidecar, collectorPorts.ecs)] }],
    probes,
  };
}

/** Where probes are asked for. */
export function probesExporter(config: Config): Endpoint {
  return { scheme: "http", host: `exporters.${ecsNames(config).domain}`, port: collectorPorts.blackbox };
}

/** The databases that exporters on AWS ask. */
export function databasesOnEcs(config: Config): ReturnType<typeof databases> {
  return databases(withoutDemo(config));
}
