import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./repository.ts";

/** Where this clone keeps what must not be tracked: state, passphrase, the run's copy of the stack's settings. */
export interface Home {
  readonly folder: string;
  /** Pulumi's file backend. */
  readonly state: string;
  readonly passphraseFile: string;
  /** The copy of the stack's settings that Pulumi works on. */
  readonly settings: string;
  /** What the tracked settings said at the last run. */
  readonly lastTracked: string;
  /** How the last finished update left engine and state. */
  readonly settled: string;
}

/** The home of this clone's dev stack, created if need be. `MONITORING_HOME` moves it, e.g. for a second stack. */
export function openHome(): Home {
  const folder = process.env["MONITORING_HOME"] ?? join(repository, ".monitoring");
  const home: Home = {
    folder,
    state: join(folder, "state"),
    passphraseFile: join(folder, "passphrase"),
    settings: join(folder, "Pulumi.dev.yaml"),
    lastTracked: join(folder, "last-tracked.json"),
    settled: join(folder, "settled"),
  };
  mkdirSync(home.state, { recursive: true });
  chmodSync(folder, 0o700);
  return home;
}
