import { address } from "@monitoring/collection";
import {
  BlackboxExporter,
  Cadvisor,
  NodeExporter,
  PostgresExporter,
  RedisExporter,
} from "@monitoring/collection/docker";
import { databaseName, monitoringUser, probeToken } from "@monitoring/demo/docker";
import { blackboxFile, hasProbeToken, mcpTokenFile } from "../artefacts.ts";
import { databases } from "../targets.ts";
import type { Placement } from "./placement.ts";

/** Places what measures: the machine, its containers, the databases, and services from outside. */
export function placeExporters(placement: Placement): void {
  const { config, site, image } = placement;
  const { ports } = config;
  placeBlackbox(placement);
  new NodeExporter("node-exporter", {
    site,
    image: image("node-exporter"),
    port: ports["node-exporter"],
    rootPropagation: config.rootPropagation,
  });
  new Cadvisor("cadvisor", { site, image: image("cadvisor"), port: ports.cadvisor });
  placePostgres(placement);
  placeRedis(placement);
}

function placeBlackbox({ config, site, image, secret }: Placement): void {
  new BlackboxExporter("blackbox-exporter", {
    site,
    image: image("blackbox-exporter"),
    config: blackboxFile(config),
    ...(hasProbeToken(config) && {
      secrets: {
        [mcpTokenFile]:
          config.demo === false ? secret("mcpProbeToken") : secret("mcpToken").apply(probeToken),
      },
    }),
    port: config.ports["blackbox-exporter"],
  });
}

function placePostgres({ config, site, image, secret }: Placement): void {
  const demo = config.demo !== false;
  const { postgres } = databases(config);
  if (postgres === undefined) return;
  new PostgresExporter("postgres-exporter", {
    site,
    image: image("postgres-exporter"),
    port: config.ports["postgres-exporter"],
    database: {
      address: address(postgres),
      name: demo ? databaseName : config.postgresDatabase,
      user: demo ? monitoringUser : config.postgresUser,
      password: secret("postgresExporterPassword"),
      // The demo's is reached over the engine's own bridge, and has no certificate.
      sslmode: demo ? "disable" : (config.postgresSslmode ?? "require"),
    },
  });
}

function placeRedis({ config, site, image, secret }: Placement): void {
  const { redis } = databases(config);
  if (redis === undefined) return;
  const user = config.demo === false ? config.redisUser : monitoringUser;
  new RedisExporter("redis-exporter", {
    site,
    image: image("redis-exporter"),
    port: config.ports["redis-exporter"],
    server: redis,
    ...(user !== undefined && { login: { user, password: secret("redisExporterPassword") } }),
  });
}
