import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { StackName } from "@monitoring/stacks";
import {
  checkConfig,
  nearest,
  plainSecretProblems,
  providerKeyProblems,
  type CheckedConfig,
  type Config,
  type Problem,
} from "@monitoring/stacks/config";
import { parse } from "yaml";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { refuse } from "./refuse.ts";
import { repository } from "./repository.ts";
import { plainSecrets } from "./run-settings.ts";
import { UserError } from "./user-error.ts";

/** A Pulumi stack settings file. */
export interface StackSettings {
  readonly encryptionsalt?: string;
  readonly secretsprovider?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The tracked settings file of a stack. `MONITORING_SETTINGS` names another for dev, e.g. for a second stack. */
export function trackedSettingsPath(stack: StackName): string {
  const other = stack === "dev" ? process.env["MONITORING_SETTINGS"] : undefined;
  return other ?? join(repository, `Pulumi.${stack}.yaml`);
}

const namespace = "monitoring:";

/** Reads a settings file; one that does not exist is empty. Keys without a namespace are this project's, as for Pulumi. */
export function readSettings(path: string): StackSettings {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  let settings: unknown;
  try {
    settings = parse(text) ?? {};
  } catch (error) {
    throw new UserError(`${path} is not valid YAML: ${(error as Error).message}`);
  }
  if (!isMapping(settings))
    throw new UserError(`${path} holds no settings: it must be a mapping with "config"`);
  const config = settings["config"] ?? {};
  if (!isMapping(config)) {
    throw new UserError(`${path} holds no settings: "config" must be a mapping of keys to values`);
  }
  const entries = Object.entries(config).map(([key, value]): [string, unknown] => [
    key.includes(":") ? key : `${namespace}${key}`,
    value,
  ]);
  return { ...settings, ...("config" in settings && { config: Object.fromEntries(entries) }) };
}

/** The configuration in a settings file. @throws UserError that names every mistake. */
export function configOf(settings: StackSettings, path: string): Config {
  const { config, problems } = checkSettings(settings, path);
  refuse(problems);
  return config;
}

/** Every mistake in a settings file, and the configuration that is left without them. */
export function checkSettings(settings: StackSettings, path: string): CheckedConfig {
  const values = Object.entries(settings.config ?? {})
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]): [string, unknown] => [key.slice(namespace.length), value]);
  const { config, problems } = checkConfig(Object.fromEntries(values), catalogueAtHand);
  const plain = plainSecrets(settings).map((key) => key.slice(namespace.length));
  return {
    config,
    problems: [
      ...misplaced(settings, basename(path)),
      ...providerKeyProblems(Object.keys(settings.config ?? {})),
      ...plainSecretProblems(plain, basename(path)),
      ...problems,
    ],
  };
}

const fileKeys = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"];
const otherNamespaces = ["pulumi", "docker", "aws", "grafana"];

/** Keys that Pulumi would pass over without a word: outside of `config`, or in a namespace that nobody reads. */
function misplaced(settings: StackSettings, file: string): readonly Problem[] {
  const outside = Object.keys(settings).filter((key) => !fileKeys.includes(key));
  const namespaces = Object.keys(settings.config ?? {}).filter(
    (key) => !key.startsWith(namespace) && !otherNamespaces.includes(key.split(":")[0] ?? ""),
  );
  return [
    ...outside.map((key) => {
      const meant = nearest(key, fileKeys);
      const todo = meant === undefined ? 'indent it under "config:"' : `did you mean ${meant}?`;
      return {
        key,
        message: `${key} stands outside of "config" in ${file}, where nothing reads it; ${todo}`,
      };
    }),
    ...namespaces.map((key) => ({
      key,
      message: `${key} is in a namespace that nothing reads; write ${namespace}${key.slice(key.indexOf(":") + 1)}`,
    })),
  ];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
