import { until } from "../judge.ts";
import type { FaultAction } from "../fault-action.ts";
import { removeThrowaway, runIn, type Stage } from "../stage.ts";

const port = 5433;
const target = "replica";

// On the primary's own network PostgreSQL lets replicas in by password, and by that name it is found.
const start = `
umask 077
echo "127.0.0.1:5432:*:$POSTGRES_USER:$(cat /etc/postgres-start/password)" > /tmp/pgpass
export PGPASSFILE=/tmp/pgpass PGDATA=/var/lib/postgresql/drill
pg_basebackup -h 127.0.0.1 -U "$POSTGRES_USER" -D "$PGDATA" -R -X stream -c fast
exec postgres -p ${port} -c listen_addresses='*' -c unix_socket_directories=/tmp -c shared_buffers=16MB
`;
const replay = (call: string): string =>
  `psql -qX -h /tmp -p ${port} -U "$POSTGRES_USER" -d postgres -c 'SELECT ${call}()'\n`;

/** A replica of the stack's PostgreSQL that stops to take over what happens there. */
export const replicationLag: FaultAction = {
  says: "a replica of the stack's PostgreSQL, a throwaway container, stops to replay what it receives",
  about: "drill-replica",
  looksAt: ["database", "replica"],
  changes: ["replica"],
  // Thirty seconds behind, from the last transaction that it replayed.
  onsetSeconds: 35,
  megabytes: 144,
  prepare: async (stage) => {
    await startReplica(stage);
    await stage.throwaway({
      name: "replica-exporter",
      like: "postgres-exporter",
      command: ["/bin/postgres_exporter"],
      environment: {
        DATA_SOURCE_URI: `postgres:${port}/postgres?sslmode=disable`,
        DATA_SOURCE_USER: "monitoring",
        PGPASSFILE: "/run/secrets/postgres-exporter/pgpass",
      },
      volumes: [`${stage.container("postgres-exporter-secrets")}:/run/secrets/postgres-exporter:ro`],
      memoryMb: 48,
    });
    await stage.judge.follow(target, [
      {
        targets: [`${stage.container("drill-replica-exporter")}:9187`],
        labels: { job: "postgres", service: "postgres", instance: "drill-replica" },
      },
    ]);
    await until(30, "the replica is not seen to be one", async () => {
      return (
        (await stage.judge.value('pg_replication_is_replica{instance="drill-replica"} == 1')) !== undefined
      );
    });
  },
  cause: (stage) => runIn(stage, "drill-replica", replay("pg_wal_replay_pause")),
  undo: (stack) => runIn(stack, "drill-replica", replay("pg_wal_replay_resume")),
  tidy: async (stage) => {
    await stage.judge.forget(target);
    await removeThrowaway(stage, "drill-replica-exporter");
    await removeThrowaway(stage, "drill-replica");
  },
};

async function startReplica(stage: Stage): Promise<void> {
  await stage.throwaway({
    name: "replica",
    like: "postgres",
    networkOf: stage.container("postgres"),
    command: ["/bin/sh", "-e", "/tmp/start.sh"],
    files: { "start.sh": start },
    environment: { POSTGRES_USER: "customer_success" },
    volumes: [
      `${stage.container("postgres-files")}:/etc/postgres-start:ro`,
      // Without a name: it goes with the container. About 100 MB.
      "/var/lib/postgresql",
    ],
    memoryMb: 96,
  });
  await until(60, "the replica does not answer", async () => {
    await runIn(stage, "drill-replica", replay("pg_is_in_recovery"));
    return true;
  });
}
