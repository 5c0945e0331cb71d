import { dataVolume, seededVolume, serviceContainer, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { redisAuth } from "./redis-auth.ts";

/** A database of the demo. */
export interface DatabaseArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly password: pulumi.Output<string>;
  /** Of the role {@link monitoringUser}. */
  readonly exporterPassword: pulumi.Output<string>;
}

/** The role that exporters have in both databases: it sees statistics, never data. */
export const monitoringUser = "monitoring";

/** The role that owns the demo's database, and the database's name. */
export const databaseName = "customer_success";

// The official images' user, in both.
const owner = "999";

const startPostgres = `#!/bin/sh
# The image sets the role's password only when it initialises an empty volume. This sets it, and makes the exporter's
# role, at every start, so that a volume from an earlier stack and a changed secret both work.
set -eu
# A PostgreSQL that was killed leaves its process number behind, and refuses to start if any process has it now, such as
# the shell below. Nothing but this container uses the volume, and no server runs in it yet.
rm -f "$PGDATA/postmaster.pid"
(
  until psql -qX -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'select 1' >/dev/null 2>&1; do sleep 0.3; done
  psql -qX -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
SET client_min_messages = warning;
\\set password \`cat /etc/postgres-start/password\`
ALTER ROLE CURRENT_USER PASSWORD :'password';
\\set password \`cat /etc/postgres-start/exporter-password\`
SELECT 'CREATE ROLE ${monitoringUser}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${monitoringUser}') \\gexec
ALTER ROLE ${monitoringUser} LOGIN PASSWORD :'password' CONNECTION LIMIT 5;
GRANT pg_monitor TO ${monitoringUser};
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
) &
# Utility statements stay out of pg_stat_statements: those above hold passwords.
exec docker-entrypoint.sh postgres -c max_connections=50 -c shared_buffers=32MB \\
  -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track_utility=off
`;

/** PostgreSQL with its data in a volume. */
export function postgres(name: string, args: DatabaseArgs, parent: pulumi.Resource): docker.Container {
  const { site } = args;
  const opts = { parent };
  const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, opts);
  const { mount, seeder } = seededVolume(
    `${name}-files`,
    {
      site,
      image: image.imageId,
      owner,
      volume: "postgres-files",
      target: "/etc/postgres-start",
      files: { "start.sh": startPostgres },
      secrets: { password: args.password, "exporter-password": args.exporterPassword },
    },
    opts,
  );
  const data = dataVolume(`${name}-data`, site, "postgres-data", { ...opts, protect: false });
  return serviceContainer(
    name,
    {
      site,
      service: "postgres",
      image: image.imageId,
      user: `${owner}:${owner}`,
      entrypoint: ["/bin/sh", "/etc/postgres-start/start.sh"],
      command: [],
      // Reaps the shell that sets the password.
      init: true,
      // On SIGTERM it would wait for its clients to leave, which they do not.
      stopSignal: "SIGINT",
      environment: {
        POSTGRES_USER: databaseName,
        POSTGRES_DB: databaseName,
        POSTGRES_PASSWORD_FILE: "/etc/postgres-start/password",
      },
      mounts: [mount, { volume: data.name, target: "/var/lib/postgresql" }],
      tmpfs: { "/var/run/postgresql": `uid=${owner},gid=${owner},mode=0755`, "/tmp": "size=16m" },
      networks: ["scrape"],
      memoryMb: 256,
      restartOn: seeder.id,
    },
    { ...opts, dependsOn: [seeder] },
  );
}

// A snapshot a minute would lose what was written since when Redis is killed; the log of writes loses nothing.
const redisConfig = `include /etc/redis-start/auth.conf
bind 0.0.0.0
dir /data
appendonly yes
save ""
maxmemory 64mb
maxmemory-policy allkeys-lru
maxclients 100
`;

/** Redis with its data in a volume. */
export function redis(name: string, args: DatabaseArgs, parent: pulumi.Resource): docker.Container {
  const { site } = args;
  const opts = { parent };
  const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, opts);
  const auth = pulumi
    .all([args.password, args.exporterPassword])
    .apply(([password, exporterPassword]) =>
      redisAuth(password, { user: monitoringUser, password: exporterPassword }),
    );
  const { mount, seeder } = seededVolume(
    `${name}-files`,
    {
      site,
      image: image.imageId,
      owner,
      volume: "redis-files",
      target: "/etc/redis-start",
      files: { "redis.conf": redisConfig },
      secrets: { "auth.conf": auth },
    },
    opts,
  );
  const data = dataVolume(`${name}-data`, site, "redis-data", { ...opts, protect: false });
  return serviceContainer(
    name,
    {
      site,
      service: "redis",
      image: image.imageId,
      user: `${owner}:${owner}`,
      entrypoint: ["redis-server", "/etc/redis-start/redis.conf"],
      command: [],
      mounts: [mount, { volume: data.name, target: "/data" }],
      networks: ["scrape"],
      memoryMb: 128,
      restartOn: seeder.id,
    },
    { ...opts, dependsOn: [seeder] },
  );
}
