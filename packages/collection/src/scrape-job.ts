import type { Duration } from "./duration.ts";
import type { Endpoint } from "./endpoint.ts";

/** The values of the `job` label; dashboards and alerts rely on these names. */
export const jobNames = [
  "prometheus",
  "alertmanager",
  "grafana",
  "node",
  "cadvisor",
  "ecs",
  "postgres",
  "redis",
  "blackbox",
  "mcp-server",
] as const;

/** A value of the `job` label. */
export type JobName = (typeof jobNames)[number];

/**
 * A probe module of the blackbox exporter. The `mcp_` ones speak the protocol: `mcp_discover` to servers from 2026-07 on,
 * `mcp_initialize` to older ones.
 */
export type ProbeModule = "http_2xx" | "tcp_connect" | "tls_connect" | "mcp_discover" | "mcp_initialize";

/** Something that exposes metrics itself. */
export interface Target {
  readonly endpoint: Endpoint;
  /** Value of the `service` label: what a person calls it. */
  readonly service: string;
}

/** Tasks of ECS services that expose metrics, wherever they run at the moment. */
export interface EcsTargets {
  readonly region: string;
  /** ARN of the cluster. */
  readonly cluster: string;
  /** Names of the ECS services. */
  readonly services: readonly string[];
  readonly port: number;
  /** Value of the `service` label. @default the ECS service's name */
  readonly service?: string;
}

/** Something that the blackbox exporter looks at from outside: a URL, or host:port for TCP. */
export interface ProbeTarget {
  readonly target: string;
  readonly service: string;
  readonly module: ProbeModule;
}

/**
 * How often the blackbox exporter itself is asked, whatever the configuration: the one target that every stack has under
 * an address that never changes, whoever collects. By its `up` it is counted what of all samples is missing.
 */
export const witnessInterval = "5s" satisfies Duration;

/** A scrape config before it is text. */
export interface ScrapeJob {
  readonly name: JobName;
  readonly targets: readonly Target[];
  /** Targets that have no address of their own. @default none */
  readonly discovered?: readonly EcsTargets[];
  /** @default "/metrics" */
  readonly path?: string;
  /** @default the global scrape interval */
  readonly interval?: Duration;
  /** How long the target may take to answer. @default the interval where one is given, else Prometheus' own 10 s */
  readonly timeout?: Duration;
}
