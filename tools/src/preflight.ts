import {
  missingSecrets,
  requiredSecrets,
  secrets,
  touches,
  warnings,
  type Config,
  type Problem,
  type SecretName,
} from "@monitoring/stacks";
import { capture } from "./child.ts";
import { customFileProblems } from "./custom-files.ts";
import { dataDisk, diskFindings } from "./data-disk.ts";
import type { Home } from "./home.ts";
import { portProblems, portStates } from "./ports.ts";
import { isEncrypted } from "./run-settings.ts";
import { secretValueProblems } from "./secret-values.ts";
import { openSession, type Session } from "./session.ts";
import { checkSettings, readSettings, trackedSettingsPath, type StackSettings } from "./stack-settings.ts";
import { ensurePulumi } from "./toolchain/index.ts";
import { volumeFolders, volumeProblems } from "./volume-access.ts";

/** What was found before anything is touched. */
export interface Findings {
  readonly problems: readonly Problem[];
  /** What works, but should be known. */
  readonly warnings: readonly Problem[];
}

/** Findings in files, and the configuration that is left without what is wrong. */
export interface FileFindings extends Findings {
  readonly config: Config;
}

/** Everything that the clone's own files tell: settings, custom dashboards and rules, secrets that are not set. */
export function checkFiles(home: Home): FileFindings {
  const path = trackedSettingsPath("dev");
  const tracked = readSettings(path);
  const { config, problems } = checkSettings(tracked, path);
  const keys = new Set([tracked, readSettings(home.settings)].flatMap(sealedKeys));
  const missing = missingSecrets(
    needed(config, tracked).filter((name) => !secrets[name].generated),
    (name) => keys.has(`monitoring:${name}`),
  );
  // A secret in plain text is set, if wrongly: that is said already.
  const unsaid = missing.filter(({ key }) => !problems.some((problem) => problem.key === key));
  return { config, problems: [...problems, ...unsaid, ...customFileProblems()], warnings: warnings(config) };
}

function sealedKeys({ config = {} }: StackSettings): readonly string[] {
  return Object.keys(config).filter((key) => isEncrypted(config[key]));
}

// A receiver with a mistake in it is not in the configuration that is left, but its secret is needed all the same.
function needed(config: Config, tracked: StackSettings): readonly SecretName[] {
  const written = tracked.config?.["monitoring:receivers"];
  const receivers = typeof written === "object" && written !== null ? written : {};
  return requiredSecrets({ ...config, receivers: { ...receivers, ...config.receivers } });
}

/** What only this machine and its engine tell: ports, disk, volumes, and the values of secrets. */
export async function checkMachine(config: Config, session: Session, home: Home): Promise<Findings> {
  const [machine, values] = await Promise.all([
    checkEngine(config, session.env),
    secretValueProblems(session, home, requiredSecrets(config)),
  ]);
  return { ...machine, problems: [...values, ...machine.problems] };
}

async function checkEngine(config: Config, env: NodeJS.ProcessEnv): Promise<Findings> {
  const here = isHere(env["DOCKER_HOST"]);
  const [ports, folders, disk] = await Promise.all([
    portStates(config, env, here),
    here ? volumeFolders(config.namePrefix, env) : [],
    here ? dataDisk(env) : undefined,
  ]);
  const space = disk ? diskFindings(config, disk) : { problems: [], warnings: [] };
  return {
    problems: [...portProblems(config, ports), ...volumeProblems(folders), ...space.problems],
    warnings: space.warnings,
  };
}

/** Whether an engine's address is of this machine: another one's ports and disk are not to be seen from here. */
export function isHere(dockerHost: string | undefined): boolean {
  return dockerHost === undefined || dockerHost === "" || /^(unix|npipe):/.test(dockerHost);
}

/**
 * What the machine has to add to mistakes in files, so that one run tells all. Only what is there already is asked:
 * nothing is installed or started for a run that ends in a refusal.
 */
export async function checkMachineIfReady(
  { config, problems }: FileFindings,
  home: Home,
): Promise<readonly Problem[]> {
  const env = process.env;
  const found: Problem[] = [];
  try {
    if ((await capture("docker", ["version"], { env })).code !== 0) return [];
    found.push(...(await checkEngine(config, env)).problems);
    // Whoever has set a secret has the CLI.
    const known = sealedKeys(readSettings(home.settings)).length > 0;
    if (known) found.push(...(await valuesOf(config, home)));
  } catch {
    // The mistakes that are known are enough to say.
  }
  // Where a key is wrong, its default was asked about: nobody wants to hear of that.
  return found.filter(({ key }) => !problems.some((problem) => touches(problem.key, key)));
}

async function valuesOf(config: Config, home: Home): Promise<readonly Problem[]> {
  const cli = await ensurePulumi();
  const backend = process.env["PULUMI_BACKEND_URL"];
  const session = await openSession({ cli, home, backend, dockerHost: undefined, config });
  return secretValueProblems(session, home, requiredSecrets(config));
}
