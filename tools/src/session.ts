import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import { isMade, type Config, type SecretName } from "@monitoring/stacks/config";
import { optionalImages } from "@monitoring/stacks/images";
import { capture, stream, type ChildResult } from "./child.ts";
import { checkpointFile, mendCheckpoint } from "./checkpoint.ts";
import type { Home } from "./home.ts";
import { repository } from "./repository.ts";
import type { PulumiInstallation } from "./toolchain/index.ts";
import { encryptedKeys, runSettings } from "./run-settings.ts";
import { configOf, readSettings, trackedSettingsPath, type StackSettings } from "./stack-settings.ts";
import { UserError } from "./user-error.ts";
import { writePrivate } from "./write-private.ts";

/** The pinned CLI on this clone's dev stack. */
export interface Session {
  readonly env: NodeJS.ProcessEnv;
  readonly config: Config;
  /** The record of what exists, if it is in this clone and can be read without the CLI. */
  readonly checkpoint: string | undefined;
  /** Runs a command with its output on the terminal. */
  readonly stream: (args: readonly string[]) => Promise<number>;
  /** Runs a command and returns what it printed. @throws UserError with the command's own words if it fails */
  readonly capture: (args: readonly string[], input?: string) => Promise<string>;
}

/** Where a session's state lives and which Docker engine it talks to. */
export interface SessionOptions {
  readonly cli: PulumiInstallation;
  readonly home: Home;
  /** Pulumi backend URL; without one, a folder of this clone. */
  readonly backend: string | undefined;
  readonly dockerHost: string | undefined;
  /** What was read from the tracked settings before. @default what is in them now, refused if there is a mistake */
  readonly config?: Config;
  /** Image references by name; without them, those of the last run. */
  readonly images?: Readonly<Record<string, string>>;
  /** Why a service cannot run here, by its image's name; goes with `images`. */
  readonly unavailable?: Readonly<Record<string, string>>;
}

// The commands that take `--config-file`; all others never read or write a stack's settings.
const withSettings = new Set(["up", "update", "preview", "destroy", "refresh", "config", "import", "watch"]);

/** The arguments of a CLI call with the settings' copy named, where the command reads or writes settings. */
export function withConfigFile(args: readonly string[], settings: string): readonly string[] {
  const command = args.find((arg) => !arg.startsWith("-"));
  return command !== undefined && withSettings.has(command) ? [...args, "--config-file", settings] : args;
}

/** Opens the dev stack: backend, passphrase, settings, and the stack itself if it does not exist yet. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { home, cli } = options;
  mendCheckpoint(home);
  const trackedPath = trackedSettingsPath("dev");
  const tracked = readSettings(trackedPath);
  const config = {
    ...(options.config ?? configOf(tracked, trackedPath)),
    unavailable: unavailableServices(options),
  };

  const program = join(cli.bin, "pulumi");
  const env = sessionEnv(options, passphrase(home, tracked, trackedPath));
  const call = (args: readonly string[], input?: string): Promise<ChildResult> =>
    capture(program, args, { env, cwd: repository, ...(input !== undefined && { input }) });
  const salt = await ensureStack(options, tracked, () => initStack(call, home, env));

  writeSettings(options, tracked, salt);
  const session: Session = {
    env,
    config,
    checkpoint: options.backend === undefined ? checkpointFile(home) : undefined,
    stream: (args) => stream(program, withConfigFile(args, home.settings), { env, cwd: repository }),
    capture: async (args, input) => {
      const result = await call(withConfigFile(args, home.settings), input);
      if (result.code === 0) return result.stdout;
      throw new UserError(`pulumi ${args.join(" ")} failed:\n${(result.stderr || result.stdout).trim()}`);
    },
  };
  return session;
}

function sessionEnv(options: SessionOptions, secret: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { cli, home, backend, dockerHost } = options;
  return {
    ...process.env,
    ...secret,
    ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }),
    PATH: [cli.bin, join(process.execPath, ".."), process.env["PATH"] ?? ""].join(":"),
    PULUMI_HOME: cli.home,
    PULUMI_BACKEND_URL: backend ?? `file://${home.state}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // They would be the same bytes as the state's history, which stays.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    // The CLI and the provider live for seconds: collecting garbage less often takes a fifth off their time.
    GOGC: process.env["GOGC"] ?? "400",
    // One container's comparison with the state takes the provider 20 ms, and the engine would wait for each.
    PULUMI_PARALLEL_DIFF: process.env["PULUMI_PARALLEL_DIFF"] ?? "true",
    // The SDK records a stack trace per promise: a tenth of an update's time and 100 MB. The person's own limit wins.
    NODE_OPTIONS: `--stack-trace-limit=0 ${process.env["NODE_OPTIONS"] ?? ""}`.trim(),
  };
}

/** The passphrase to use: the person's own if one is set, else this clone's, made at the first run. */
function passphrase(home: Home, tracked: StackSettings, trackedPath: string): NodeJS.ProcessEnv {
  if (process.env["PULUMI_CONFIG_PASSPHRASE"] !== undefined || process.env["PULUMI_CONFIG_PASSPHRASE_FILE"])
    return {};
  const foreign = encryptedKeys(tracked);
  if (foreign.length > 0) {
    throw new UserError(
      `${trackedPath} holds secrets that were encrypted with a passphrase which this clone does not have: ` +
        `${foreign.join(", ")}. Set PULUMI_CONFIG_PASSPHRASE to that passphrase, or remove these keys from the file ` +
        "and set your own with: npm run pulumi -- config set --secret <key>",
    );
  }
  if (!existsSync(home.passphraseFile)) {
    if (existsSync(checkpointFile(home))) {
      throw new UserError(
        `${home.passphraseFile} is gone, and nothing else can decrypt the state beside it. Put the file back, or delete ` +
          `${home.folder} and run \`npm run up\` again; data volumes are kept`,
      );
    }
    writeFileSync(home.passphraseFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  chmodSync(home.passphraseFile, 0o600);
  return { PULUMI_CONFIG_PASSPHRASE_FILE: home.passphraseFile };
}

/** The salt of the settings' secrets, once the stack exists. */
async function ensureStack(
  { home, backend }: SessionOptions,
  tracked: StackSettings,
  init: () => Promise<string | undefined>,
): Promise<string> {
  const exists = backend === undefined && existsSync(checkpointFile(home));
  const made = exists ? undefined : await init();
  const foreign = encryptedKeys(tracked).length > 0 ? tracked.encryptionsalt : undefined;
  const salt = foreign ?? readSettings(home.settings).encryptionsalt ?? made ?? saltOfState(home);
  if (salt !== undefined) return salt;
  throw new UserError(
    `${home.settings} is gone, and with it the salt of this clone's secrets. Delete ${home.folder} and run ` +
      "`npm run up` again; data volumes are kept",
  );
}

// The state names the salt, too: that heals a settings file that was deleted.
function saltOfState(home: Home): string | undefined {
  if (!existsSync(checkpointFile(home))) return undefined;
  const state = JSON.parse(readFileSync(checkpointFile(home), "utf8")) as {
    checkpoint?: { latest?: { secrets_providers?: { state?: { salt?: string } } } };
  };
  return state.checkpoint?.latest?.secrets_providers?.state?.salt;
}

/**
 * Creates the stack in a folder of its own, because `stack init` writes the encryption salt into the settings file
 * that it finds beside Pulumi.yaml, and here that one is tracked.
 */
async function initStack(
  call: (args: readonly string[]) => Promise<ChildResult>,
  home: Home,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(home.folder, "init-"));
  try {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: monitoring\nruntime: nodejs\n");
    const result = await call(["stack", "init", "dev", "--no-select", "--non-interactive", "--cwd", folder]);
    if (result.code !== 0 && !result.stderr.includes("already exists")) {
      throw new UserError(
        `cannot create the stack in ${env["PULUMI_BACKEND_URL"] ?? ""}:\n${result.stderr.trim()}`,
      );
    }
    return readSettings(join(folder, "Pulumi.dev.yaml")).encryptionsalt;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeSettings(options: SessionOptions, tracked: StackSettings, salt: string): void {
  const { home } = options;
  const lastTracked = existsSync(home.lastTracked)
    ? (JSON.parse(readFileSync(home.lastTracked, "utf8")) as Record<string, unknown>)
    : {};
  const previous = readSettings(home.settings);
  const derived = derivedValues(options, previous, tracked);
  const settings = runSettings({ tracked, previous, lastTracked, derived, salt });
  writePrivate(home.settings, toYaml(settings));
  writePrivate(home.lastTracked, JSON.stringify(tracked.config ?? {}));
}

/** What this run found that it cannot have, or else the last one. */
function unavailableServices({ unavailable, home }: SessionOptions): Config["unavailable"] {
  const names = unavailable
    ? Object.keys(unavailable)
    : (readSettings(home.settings).config?.["monitoring:unavailable"] ?? []);
  return optionalImages.filter((name) => (names as readonly string[]).includes(name));
}

// What the images of this run decide; without them, what those of the last run did and the tracked file says since.
function derivedValues(
  { images, unavailable }: SessionOptions,
  previous: StackSettings,
  tracked: StackSettings,
) {
  const key = "monitoring:images";
  const without = "monitoring:unavailable";
  if (images !== undefined) return { [key]: images, [without]: Object.keys(unavailable ?? {}) };
  const last = previous.config ?? {};
  return {
    ...(key in last && { [key]: { ...asObject(last[key]), ...asObject(tracked.config?.[key]) } }),
    ...(without in last && { [without]: last[without] }),
  };
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/** Makes those of the needed secrets that are not set and can be made. Values travel by standard input only. */
export async function generateSecrets(
  session: Session,
  home: Home,
  needed: readonly SecretName[],
): Promise<number> {
  const set = readSettings(home.settings).config ?? {};
  const missing = needed.filter((name) => !(`monitoring:${name}` in set) && isMade(name, session.config));
  for (const name of missing) {
    // 32 hex digits: also the shape of a PagerDuty routing key.
    const value = randomBytes(16).toString("hex");
    await session.capture(
      ["config", "set", "--secret", `monitoring:${name}`, "--stack", "dev", "--non-interactive"],
      value,
    );
  }
  return missing.length;
}
