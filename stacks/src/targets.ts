import type { Endpoint, ProbeTarget, ScrapeJob } from "@monitoring/collection";
import type { Config } from "./config.ts";

const http = (host: string, port: number): Endpoint => ({ scheme: "http", host, port });

/** The stack's own services on its network. */
export const services = {
  prometheus: http("prometheus", 9090),
  alertmanager: http("alertmanager", 9093),
  blackbox: http("blackbox-exporter", 9115),
  mcpServer: http("mcp-server", 3001),
} as const;

/** What is watched: metrics to scrape and addresses to probe. */
export interface Watched {
  readonly jobs: readonly ScrapeJob[];
  readonly probes: readonly ProbeTarget[];
}

/** The demo, or the user's own server with what it depends on. */
export function watched(config: Config): Watched {
  const own = config.demo === false;
  const mcp = own && config.mcpServer !== undefined ? new URL(config.mcpServer) : undefined;
  return {
    jobs: [
      { name: "prometheus", targets: [{ endpoint: services.prometheus, service: "prometheus" }] },
      { name: "alertmanager", targets: [{ endpoint: services.alertmanager, service: "alertmanager" }] },
      { name: "blackbox", targets: [{ endpoint: services.blackbox, service: "blackbox-exporter" }] },
      {
        name: "mcp-server",
        // Every 5 s, so that a page about it comes within a minute of the fault.
        interval: "5s",
        targets: [{ endpoint: mcp ? endpointOf(mcp) : services.mcpServer, service: "mcp-server" }],
        ...(mcp && { path: mcp.pathname }),
      },
    ],
    probes: own ? ownProbes(config) : demoProbes,
  };
}

const demoProbes: readonly ProbeTarget[] = [
  { target: "http://crm:8201/health", service: "crm", module: "http_2xx" },
  { target: "http://ticketing:8202/health", service: "ticketing", module: "http_2xx" },
  { target: "postgres:5432", service: "postgres", module: "tcp_connect" },
  { target: "redis:6379", service: "redis", module: "tcp_connect" },
];

function ownProbes(config: Config): ProbeTarget[] {
  const databases = { postgres: config.postgres, redis: config.redis };
  return [
    ...Object.entries(config.integrations).map(([service, url]): ProbeTarget => ({
      target: fromContainer(url),
      service,
      module: "http_2xx",
    })),
    ...Object.entries(databases).flatMap(([service, target]): ProbeTarget[] =>
      target === undefined ? [] : [{ target: fromContainer(target), service, module: "tcp_connect" }],
    ),
  ];
}

function endpointOf(url: URL): Endpoint {
  const scheme = url.protocol === "https:" ? "https" : "http";
  const port = url.port === "" ? (scheme === "https" ? 443 : 80) : Number(url.port);
  return { scheme, host: fromContainer(url.hostname), port };
}

/**
 * The address of a service as a container sees it: `localhost` there is the container itself, so the engine's
 * host takes its place.
 */
export function fromContainer(address: string): string {
  return address.replace(/^((?:https?:\/\/)?)(?:localhost|127\.0\.0\.1)(?=[:/]|$)/, "$1host.docker.internal");
}
