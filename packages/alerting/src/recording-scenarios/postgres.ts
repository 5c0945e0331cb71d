import {
  pgConnections,
  pgConnectionUse,
  pgDatabaseSize,
  pgMaxConnections,
  pgReservedConnections,
  pgSize,
} from "@monitoring/collection";
import { series, type RecordingScenario } from "../scenario.ts";
import { fiveMinutes, minute, unsteady } from "./unsteady.ts";

const exporter = (name: string) => ({
  job: "postgres",
  instance: `${name}-exporter:9187`,
  service: "postgres",
});
const server = (name: string) => ({ ...exporter("postgres"), server: `${name}:5432` });

const steady = (value: number): string => `${value}x30`;

/** What is computed of PostgreSQL's connections. */
export const connectionScenarios: readonly RecordingScenario[] = [
  {
    recording: pgConnectionUse,
    when: "connections and limits changed before scrapes were lost, and the exporter also knows another server",
    interval: minute.interval,
    step: minute.step,
    series: [
      series(pgConnections, { ...exporter("postgres"), datname: "customer_success" }, unsteady(20)),
      series(pgConnections, { ...exporter("postgres"), datname: "postgres" }, steady(5)),
      series(pgMaxConnections, server("postgres"), unsteady(103)),
      series(pgMaxConnections, server("replica"), steady(50)),
      series(pgReservedConnections, server("postgres"), unsteady(3)),
      series(pgReservedConnections, server("replica"), steady(1)),
    ],
    at: minute.known,
    gives: [{ labels: { service: "postgres", instance: "postgres-exporter:9187" }, value: 0.25 }],
  },
  {
    recording: pgConnectionUse,
    when: "of three exporters each has not told one of the numbers for longer than a minute",
    interval: minute.interval,
    step: minute.step,
    series: ["connections", "limit", "reserved"].flatMap((missing) => [
      series(pgConnections, exporter(missing), (missing === "connections" ? unsteady : steady)(20)),
      series(pgMaxConnections, exporter(missing), (missing === "limit" ? unsteady : steady)(103)),
      series(pgReservedConnections, exporter(missing), (missing === "reserved" ? unsteady : steady)(3)),
    ]),
    at: minute.forgotten,
    gives: [],
  },
];

/** What is computed of the size of databases. */
export const sizeScenarios: readonly RecordingScenario[] = [
  {
    recording: pgSize,
    when: "it changed before scrapes were lost, and a replica has less of it",
    interval: fiveMinutes.interval,
    step: fiveMinutes.step,
    series: [
      series(pgDatabaseSize, { ...exporter("postgres"), datname: "customer_success" }, unsteady(8_000_000)),
      series(pgDatabaseSize, { ...exporter("replica"), datname: "customer_success" }, steady(7_000_000)),
    ],
    at: fiveMinutes.known,
    gives: [{ labels: { service: "postgres", datname: "customer_success" }, value: 8_000_000 }],
  },
  {
    recording: pgSize,
    when: "it has not been told for longer than five minutes",
    interval: fiveMinutes.interval,
    step: fiveMinutes.step,
    series: [
      series(pgDatabaseSize, { ...exporter("postgres"), datname: "customer_success" }, unsteady(8_000_000)),
    ],
    at: fiveMinutes.forgotten,
    gives: [],
  },
];
