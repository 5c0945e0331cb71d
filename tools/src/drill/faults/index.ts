import type { DrilledFault, FaultAction } from "../fault-action.ts";
import { samplesLost } from "./apart.ts";
import { alertmanagerFaults } from "./alertmanager.ts";
import { containerFaults } from "./containers.ts";
import { databaseFaults } from "./databases.ts";
import { machineFaults } from "./machine.ts";
import { prometheusFaults } from "./prometheus.ts";
import { remoteWriteFaults } from "./remote-write.ts";
import { replicationLag } from "./replica.ts";
import { serverFaults } from "./server.ts";
import { targetFaults } from "./targets.ts";

/** How each fault that an alert's row may name is brought about. One without an action does not compile. */
export const faultActions: Readonly<Record<DrilledFault, FaultAction>> = {
  ...serverFaults,
  ...databaseFaults,
  "replication-lag": replicationLag,
  ...machineFaults,
  ...containerFaults,
  ...targetFaults,
  ...prometheusFaults,
  "samples-lost": samplesLost,
  ...alertmanagerFaults,
  ...remoteWriteFaults,
};
