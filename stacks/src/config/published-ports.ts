import { hasInbox } from "../receivers.ts";
import { isAvailable, showsPreview } from "./available.ts";
import type { Config } from "./schema.ts";

/** A host port that the stack is about to publish. */
export interface PublishedPort {
  readonly service: string;
  readonly port: number;
}

// Services that run only in some configurations; all others always do.
const runs: Readonly<Partial<Record<keyof Config["ports"], (config: Config) => boolean>>> = {
  // The preview takes its place, and its port.
  grafana: (config) => isAvailable(config, "grafana") || showsPreview(config),
  "postgres-exporter": ({ demo, postgres }) => demo !== false || postgres !== undefined,
  "redis-exporter": ({ demo, redis }) => demo !== false || redis !== undefined,
  inbox: hasInbox,
  "mcp-server": ({ demo }) => demo !== false,
  "mcp-admin": ({ demo }) => demo !== false,
};

/** Host ports by service, of the services that this configuration runs. */
export function publishedPorts(config: Config): readonly PublishedPort[] {
  return (Object.keys(config.ports) as (keyof Config["ports"])[]).flatMap((service) => {
    const port = config.ports[service];
    return port === false || runs[service]?.(config) === false ? [] : [{ service, port }];
  });
}
