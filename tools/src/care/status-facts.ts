import type { TargetState } from "../targets-up.ts";
import type { ContainerFacts } from "./container-facts.ts";
import type { RunningConfig } from "./running-config.ts";

/** An alert that Alertmanager holds. */
export interface AlertFacts {
  readonly name: string;
  readonly severity: string;
  readonly summary: string;
  readonly since: string;
  readonly silenced: boolean;
  readonly inhibited: boolean;
}

/** A silence in force. */
export interface SilenceFacts {
  readonly id: string;
  readonly matchers: string;
  readonly until: string;
  readonly by: string;
  readonly comment: string;
}

/** A rule that Prometheus could not evaluate. */
export interface RuleError {
  readonly rule: string;
  readonly error: string;
}

/** Disk of the engine. Sizes in bytes, `undefined` where nobody could tell. */
export interface DiskFacts {
  readonly volumes: readonly { readonly name: string; readonly bytes: number | undefined }[];
  readonly free: number | undefined;
  readonly total: number | undefined;
}

/** What a program said about its version. */
export interface VersionFacts {
  readonly what: string;
  readonly version: string;
}

/** All that `status` looks at, as it was found. */
export interface StatusFacts {
  readonly prefix: string;
  /** When it was looked, in milliseconds since 1970. */
  readonly now: number;
  /** Whether the tracked settings have changed since the last `npm run up`. */
  readonly settingsOutdated: boolean;
  /** Why the engine does not answer; `undefined` if it does. */
  readonly engineProblem: string | undefined;
  /** Names of the containers that the last update made; `undefined` if no state says so. */
  readonly deployed: readonly string[] | undefined;
  readonly containers: readonly ContainerFacts[];
  /** `undefined` if Prometheus does not answer; so with the others below. */
  readonly targets: readonly TargetState[] | undefined;
  readonly ruleErrors: readonly RuleError[] | undefined;
  readonly alerts: readonly AlertFacts[] | undefined;
  readonly silences: readonly SilenceFacts[] | undefined;
  readonly configs: readonly RunningConfig[];
  readonly disk: DiskFacts;
  readonly versions: readonly VersionFacts[];
}
