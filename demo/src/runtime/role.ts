import { createLog, reason, type Log } from "./log.ts";

/** A role at work. */
export interface Running {
  /** Ends the work; what a role changed elsewhere is undone first. */
  stop(): Promise<void>;
}

/** Starts a role from its configuration file. */
export type StartRole = (configFile: string, log: Log) => Promise<Running>;

/** How long a role may take to stop; containers are killed after ten seconds, a person waits for two. */
const stopDeadlineMs = 1_500;

/** Runs a role until the process is told to end. */
export async function runRole(name: string, start: StartRole, configFile: string): Promise<void> {
  const log = createLog(name);
  const starting = start(configFile, log);
  const end = (signal: string): void => {
    log("stopping", { signal });
    setTimeout(() => process.exit(0), stopDeadlineMs);
    void starting
      .then((running) => running.stop())
      .catch((error: unknown) => {
        log("stopped with an error", { error: reason(error) });
      })
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  await starting;
  log("started", { pid: process.pid });
}
