import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import { readConfig, type Config } from "@monitoring/stacks";
import { containers, docker, networks, volumes } from "../engine-objects.ts";
import { readSettings, trackedSettingsPath } from "../stack-settings.ts";

/** A stack of the bench's own: its names, ports and state meet nobody else's. */
export interface Stand {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  /** The stack's settings and state lie in it. */
  readonly folder: string;
  /** Writes the settings, with rules that link to this address. */
  readonly configure: (runbookBaseUrl: string) => void;
  /** Removes every container, volume and network of the stand, and its state. */
  readonly wipe: () => Promise<void>;
  /** Removes the rest, too. */
  readonly close: () => Promise<void>;
}

const prefix = "mcpbench";

/** Opens the stand; what an earlier bench that was killed left on the engine is removed. */
export async function openStand(base: NodeJS.ProcessEnv): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-bench-"));
  const [home, settings] = [join(folder, "home"), join(folder, "Pulumi.dev.yaml")];
  const env = { ...withoutPulumi(base), MONITORING_HOME: home, MONITORING_SETTINGS: settings, CI: "true" };
  const values = { ...ownImages(), namePrefix: prefix, ports: movedPorts() };
  const config = readConfig(values);
  if (!config.ok) throw new Error(`the bench's own settings are refused: ${JSON.stringify(config.problems)}`);
  const wipe = async (): Promise<void> => {
    await removeAll(env);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
  };
  await wipe();
  return {
    config: config.config,
    env,
    folder,
    configure: (runbookBaseUrl) => {
      const entries = Object.entries({ ...values, runbookBaseUrl });
      writeFileSync(
        settings,
        toYaml({ config: Object.fromEntries(entries.map(([key, value]) => [`monitoring:${key}`, value])) }),
      );
    },
    wipe,
    close: async () => {
      await removeAll(env);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// A person's login, passphrase or Node options must not reach the stand.
function withoutPulumi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !key.startsWith("PULUMI_") && key !== "NODE_OPTIONS"),
  );
}

function ownImages(): object {
  const images = readSettings(trackedSettingsPath("dev")).config?.["monitoring:images"];
  return images === undefined ? {} : { images };
}

/** The default ports, 20000 higher, and still below those that the kernel hands out. */
function movedPorts(): Record<string, number> {
  const defaults = readConfig({});
  if (!defaults.ok) throw new Error("the default settings are refused");
  return Object.fromEntries(
    Object.entries(defaults.config.ports).flatMap(([name, port]) =>
      port === false ? [] : [[name, port + 20_000] as const],
    ),
  );
}

async function removeAll(env: NodeJS.ProcessEnv): Promise<void> {
  const own = (await containers(env)).filter(({ stack }) => stack === prefix).map(({ id }) => id);
  if (own.length > 0) await docker(["rm", "--force", "--volumes", ...own], env);
  for (const [kind, names] of [
    ["volume", await volumes(prefix, env)],
    ["network", await networks(prefix, env)],
  ] as const) {
    if (names.length > 0) await docker([kind, "rm", ...names], env);
  }
}
