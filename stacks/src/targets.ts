import {
  address,
  isThere,
  witnessInterval,
  type Endpoint,
  type JobName,
  type ProbeTarget,
  type ScrapeJob,
} from "@monitoring/collection";
import { isAvailable, type Config } from "./config.ts";

const http = (host: string, port: number): Endpoint => ({ scheme: "http", host, port });

/** The stack's own services on its network. */
export const services = {
  prometheus: http("prometheus", 9090),
  alertmanager: http("alertmanager", 9093),
  blackbox: http("blackbox-exporter", 9115),
  nodeExporter: http("node-exporter", 9100),
  cadvisor: http("cadvisor", 8080),
  postgresExporter: http("postgres-exporter", 9187),
  redisExporter: http("redis-exporter", 9121),
  grafana: http("grafana", 3000),
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
  const { postgres, redis } = databases(config);
  const mcp = own && config.mcpServer !== undefined ? new URL(config.mcpServer) : undefined;
  const jobs: readonly ScrapeJob[] = [
    job("prometheus", services.prometheus),
    job("alertmanager", services.alertmanager),
    ...(isAvailable(config, "grafana") ? [job("grafana", services.grafana)] : []),
    { ...job("blackbox", services.blackbox, "blackbox-exporter"), interval: witnessInterval },
    job("node", services.nodeExporter),
    job("cadvisor", services.cadvisor),
    ...(postgres ? [job("postgres", services.postgresExporter)] : []),
    ...(redis ? [job("redis", services.redisExporter)] : []),
    {
      name: "mcp-server",
      // One that hangs is to be known as soon as one that is gone.
      timeout: "5s",
      targets: [{ endpoint: mcp ? endpointOf(mcp) : services.mcpServer, service: "mcp-server" }],
      ...(mcp && { path: mcp.pathname }),
    },
  ];
  return {
    jobs: jobs.filter(({ name }) => isThere(config.platform, name)),
    probes: own ? ownProbes(config) : demoProbes,
  };
}

/** A job with one target, called like the job where nothing else is said: exporters by what they measure. */
function job(name: JobName, endpoint: Endpoint, service: string = name): ScrapeJob {
  return { name, targets: [{ endpoint, service }] };
}

/** The databases that are watched, as containers see them. */
export function databases(config: Config): { readonly postgres?: Endpoint; readonly redis?: Endpoint } {
  if (config.demo !== false) return { postgres: tcp("postgres:5432"), redis: tcp("redis:6379") };
  return {
    ...(config.postgres !== undefined && { postgres: tcp(config.postgres) }),
    ...(config.redis !== undefined && { redis: tcp(config.redis) }),
  };
}

function tcp(hostPort: string): Endpoint {
  const [host = "", port = ""] = fromContainer(hostPort).split(":");
  return { scheme: "tcp", host, port: Number(port) };
}

const demoProbes: readonly ProbeTarget[] = [
  { target: "http://crm:8201/health", service: "crm", module: "http_2xx" },
  { target: "http://ticketing:8202/health", service: "ticketing", module: "http_2xx" },
  { target: "http://mcp-server:3001/mcp", service: "mcp-server", module: "mcp_initialize" },
  { target: "postgres:5432", service: "postgres", module: "tcp_connect" },
  { target: "redis:6379", service: "redis", module: "tcp_connect" },
];

function ownProbes(config: Config): ProbeTarget[] {
  const { mcpProbe } = config;
  return [
    ...(mcpProbe
      ? [
          {
            target: fromContainer(mcpProbe.url),
            service: "mcp-server",
            module: `mcp_${mcpProbe.method}`,
          } as const,
        ]
      : []),
    ...Object.entries(config.integrations).map(([service, url]): ProbeTarget => ({
      target: fromContainer(url),
      service,
      module: "http_2xx",
    })),
    ...Object.entries(databases(config)).map(([service, endpoint]: [string, Endpoint]): ProbeTarget => ({
      target: address(endpoint),
      service,
      module: "tcp_connect",
    })),
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
