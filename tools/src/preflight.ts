import {
  customFileFindings,
  customFiles,
  missingSecrets,
  requiredSecrets,
  textsOf,
  unreadable,
  isMade,
  stackProblems,
  touches,
  unlessKnown,
  warnings,
  type Config,
  type Problem,
  type SecretName,
} from "@monitoring/stacks";
import { overBudget } from "./cost/over-budget.ts";
import { dataDisk, diskFindings } from "./data-disk.ts";
import { containers, type EngineContainer } from "./engine-objects.ts";
import type { Home } from "./home.ts";
import { addressProblems, ownAddresses, portProblems, portStates } from "./ports.ts";
import { refuse } from "./refuse.ts";
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
    needed(config, tracked).filter((name) => !isMade(name, config)),
    (name) => keys.has(`monitoring:${name}`),
    config,
  );
  // A secret in plain text is set, if wrongly: that is said already.
  const unsaid = missing.filter(({ key }) => !problems.some((problem) => problem.key === key));
  const custom = customFileFindings(config, customFiles());
  return {
    config,
    problems: [
      ...problems,
      ...unlessKnown(problems, stackProblems("dev", config)),
      ...unsaid,
      ...custom.problems,
      ...overBudget("dev", config),
    ],
    warnings: [...warnings(config), ...custom.warnings, ...unread(config)],
  };
}

/** Queries of custom dashboards and rules that may read more than is found in them, and so ships. */
function unread({ remoteWrite, ship }: Config): readonly Problem[] {
  if (Object.keys(remoteWrite).length === 0 || ship === "all") return [];
  return unreadable(textsOf(customFiles()).readers).map(({ owner, text }) => ({
    key: "keep",
    message: `${owner} is not PromQL to its end, so that not all that it reads may leave: ${text}; add that to monitoring:keep`,
  }));
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

/** What the machine and its engine tell about a configuration. */
export interface EngineFindings extends Findings {
  /** Whether the engine answered; if not, only this machine was asked. */
  readonly complete: boolean;
}

/** What only this machine and its engine tell: address, ports, disk, volumes. An engine that is down is not started. */
export async function checkEngine(config: Config, env: NodeJS.ProcessEnv): Promise<EngineFindings> {
  const isHere = isOfThisMachine(env["DOCKER_HOST"]);
  const found = await containersIfAny(env);
  const answers = found !== undefined;
  const [ports, folders, disk] = await Promise.all([
    portStates(config, env, { isHere, containers: found }),
    isHere && answers ? volumeFolders(config.namePrefix, env) : [],
    isHere && answers ? dataDisk(env) : undefined,
  ]);
  const space = disk ? diskFindings(config, disk) : { problems: [], warnings: [] };
  const address = isHere ? addressProblems(config.bindAddress, ownAddresses()) : [];
  return {
    problems: [...address, ...portProblems(config, ports), ...volumeProblems(folders), ...space.problems],
    warnings: space.warnings,
    complete: answers,
  };
}

/** What is on the engine; `undefined` if none answers. */
async function containersIfAny(env: NodeJS.ProcessEnv): Promise<readonly EngineContainer[] | undefined> {
  try {
    return await containers(env);
  } catch {
    return undefined;
  }
}

/** Whether an engine's address is of this machine: another one's ports and disk are not to be seen from here. */
export function isOfThisMachine(dockerHost: string | undefined): boolean {
  return dockerHost === undefined || dockerHost === "" || /^(unix|npipe):/.test(dockerHost);
}

/** Every mistake in the values of the secrets that the stack needs. */
export function checkSecrets(config: Config, session: Session, home: Home): Promise<readonly Problem[]> {
  return secretValueProblems(session, home, requiredSecrets(config));
}

/**
 * Refuses what is wrong in files or on the machine before anything is installed, built or started.
 * @returns what is left to know
 */
export async function refuseEarly(
  home: Home,
): Promise<{ readonly files: FileFindings; readonly engine: EngineFindings }> {
  const files = checkFiles(home);
  const engine = await checkEngine(files.config, process.env);
  // Where a key is wrong, its default was asked about: nobody wants to hear of that.
  const heard = engine.problems.filter(
    ({ key }) => !files.problems.some((problem) => touches(problem.key, key)),
  );
  const found = [...files.problems, ...heard];
  if (found.length > 0)
    refuse([...found, ...(engine.complete ? await secretsIfReady(files.config, home) : [])]);
  return { files, engine };
}

/** So that a run that is refused anyway also tells of secrets. Whoever has set one has the CLI already. */
async function secretsIfReady(config: Config, home: Home): Promise<readonly Problem[]> {
  if (sealedKeys(readSettings(home.settings)).length === 0) return [];
  try {
    const cli = await ensurePulumi();
    const backend = process.env["PULUMI_BACKEND_URL"];
    const session = await openSession({ cli, home, backend, dockerHost: undefined, config });
    return await checkSecrets(config, session, home);
  } catch {
    // The mistakes that are known are enough to say.
    return [];
  }
}
