import {
  pgConnections,
  pgDatabaseSize,
  pgMaxConnections,
  pgReservedConnections,
} from "../exporters/postgres.ts";
import { promql } from "../promql.ts";
import { recording } from "../recording.ts";

/** Share of the connections open to applications that is in use; a lost scrape leaves no gap. */
export const pgConnectionUse = recording(
  "instance:pg_stat_database_numbackends:ratio",
  [],
  promql`sum by (service, instance) (last_over_time(${pgConnections}[1m])) / (max by (service, instance) (last_over_time(${pgMaxConnections}[1m])) - max by (service, instance) (last_over_time(${pgReservedConnections}[1m])))`,
);

/** Size of each database; a lost scrape leaves no gap. */
export const pgSize = recording(
  "service_datname:pg_database_size_bytes:max",
  ["datname"],
  promql`max by (service, datname) (last_over_time(${pgDatabaseSize}[5m]))`,
);
