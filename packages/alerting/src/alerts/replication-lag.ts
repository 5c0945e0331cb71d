import { pgIsReplica, pgLastReplay, pgReplicationLag, promql } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";

const primary = { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" };
const replica = { ...primary, instance: "replica-exporter:9187" };
const otherReplica = { ...primary, instance: "replica-b-exporter:9187" };

/** Quiet where there is no replica: a primary says of itself that it is none. */
export const replicationLag: Alert = {
  name: "ReplicationLag",
  severity: "high",
  // The exporter gives 0 to a replica that has applied all it got, so that one behind an idle primary does not lag; the
  // first write after a pause looks like a lag as long as the pause, but only for a moment.
  expr: (threshold) =>
    promql`max by (service, instance) (last_over_time(${pgReplicationLag}[1m]) and on (service, instance) last_over_time(${pgIsReplica}[1m]) == 1) > ${threshold}`,
  threshold: { value: 30, unit: "seconds" },
  for: "5m",
  keepFiringFor: "2m",
  summary: "A replica of {{ $labels.service }} is {{ $value | humanizeDuration }} behind",
  description:
    "Tools that read from the replica show people old data, and what is not yet there is lost if the primary fails now.",
  runbook: {
    checks: [
      {
        question: "Does the lag grow (the replica cannot keep up) or shrink (it catches up)?",
        query: promql`max by (instance) (${pgReplicationLag})`,
      },
      {
        question: "Does a long query on the replica hold it up?",
        query: promql`topk(5, max by (instance, datname, usename) (pg_stat_activity_max_tx_duration))`,
      },
      {
        question: "What does the replica log?",
        command: "npm run logs -- postgres --since 30m",
      },
    ],
    fix: [
      "End what holds it up on the replica: `SELECT pg_cancel_backend(pid)`.",
      "Let tools read from the primary until the replica has caught up.",
      "If its primary no longer has the write-ahead log that it needs, build it anew with `pg_basebackup`.",
    ],
  },
  fault: "replication-lag",
  inhibitedBy: ["DatabaseDown"],
  fires: [
    {
      when: "a replica is 35 seconds behind for five minutes, a lost scrape among them",
      interval: "15s",
      series: [
        series(pgIsReplica, replica, "1x60"),
        series(pgReplicationLag, replica, "0x3 35x6 stale 35x18 1x20"),
      ],
      at: "360s",
      // Caught up at 465 s, and two minutes more in case it falls behind again.
      until: "585s",
      labels: { instance: "replica-exporter:9187", service: "postgres" },
      summary: "A replica of postgres is 35s behind",
    },
    {
      when: "what was a primary becomes a replica that is behind, until it is a primary again",
      interval: "15s",
      series: [series(pgIsReplica, replica, "0x3 1x40 0x20"), series(pgReplicationLag, replica, "35x80")],
      at: "360s",
      until: "795s",
      labels: { instance: "replica-exporter:9187", service: "postgres" },
      summary: "A replica of postgres is 35s behind",
    },
    {
      when: "two replicas are behind, of which three scrapes in a row tell nothing, and then none the lag or the role",
      interval: "15s",
      series: [
        series(pgIsReplica, replica, "1x10 _x3 1x60"),
        series(pgReplicationLag, replica, "35x10 _x3 35x10 _x40"),
        series(pgIsReplica, otherReplica, "1x10 _x3 1x10 _x40"),
        series(pgReplicationLag, otherReplica, "35x10 _x3 35x60"),
      ],
      at: "300s",
      // A minute after the last answer, at 360 s, and two minutes more in case it falls behind again.
      until: "540s",
      labels: { instance: "replica-exporter:9187", service: "postgres" },
      summary: "A replica of postgres is 35s behind",
      beside: [
        {
          labels: { instance: "replica-b-exporter:9187", service: "postgres" },
          summary: "A replica of postgres is 35s behind",
        },
      ],
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is 30 seconds behind",
      interval: "15s",
      series: [series(pgIsReplica, replica, "1x60"), series(pgReplicationLag, replica, "30x60")],
      at: "15m",
    },
    {
      kind: "brief",
      when: "it catches up within four minutes and a half",
      interval: "15s",
      series: [series(pgIsReplica, replica, "1x60"), series(pgReplicationLag, replica, "0x3 90x18 0x20")],
      at: "10m",
    },
    {
      kind: "no-traffic",
      when: "nothing was written for an hour, and then one row, which looks like an hour's lag for a moment",
      interval: "15s",
      series: [
        series(pgIsReplica, replica, "1x60"),
        series(pgReplicationLag, replica, "0x20 3600 0x30"),
        series(pgLastReplay, replica, "3300+15x20 0 15+15x30"),
      ],
      at: "12m",
    },
    {
      kind: "lookalike",
      when: "the server is a primary, whatever it says of its lag, and has a replica",
      interval: "15s",
      series: [
        series(pgIsReplica, primary, "0x60"),
        series(pgReplicationLag, primary, "0+15x60"),
        series(pgIsReplica, replica, "1x60"),
        series(pgReplicationLag, replica, "0x60"),
        // One exporter may measure several databases.
        series(pgIsReplica, { ...replica, service: "billing-db" }, "0x60"),
        series(pgReplicationLag, { ...replica, service: "billing-db" }, "0+15x60"),
      ],
      at: "15m",
    },
  ],
};
