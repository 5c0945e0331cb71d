import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig, type Config, type StackName } from "@monitoring/stacks";
import { parse } from "yaml";
import { repository } from "./repository.ts";
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

/** Reads a settings file; one that does not exist is empty. */
export function readSettings(path: string): StackSettings {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  try {
    return (parse(text) ?? {}) as StackSettings;
  } catch (error) {
    throw new UserError(`${path} is not valid YAML: ${(error as Error).message}`);
  }
}

const namespace = "monitoring:";

/** The configuration in a settings file. @throws UserError that names every mistake. */
export function configOf(settings: StackSettings, path: string): Config {
  const values = Object.entries(settings.config ?? {})
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]): [string, unknown] => [key.slice(namespace.length), value]);
  const result = readConfig(Object.fromEntries(values));
  if (result.ok) return result.config;
  const lines = result.problems.map((problem) => `  - ${problem}`);
  throw new UserError(`${path} has mistakes:\n${lines.join("\n")}`);
}
