import { existsSync, readFileSync } from "node:fs";
import { isSecretName, type Config, type SecretName } from "@monitoring/stacks";
import type { Home } from "../home.ts";
import { runSettings } from "../run-settings.ts";
import { configOf, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { UserError } from "../user-error.ts";
import { openSealed } from "./sealed-values.ts";

/** What a clone knows about its dev stack, outside Pulumi. */
export interface CloneValues {
  readonly config: Config;
  /** Values of the secrets that its settings hold. */
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>;
}

/** The dev stack's configuration, with the images that the last `up` resolved, and its secrets in the clear. */
export function cloneValues(home: Home): CloneValues {
  const path = trackedSettingsPath("dev");
  const tracked = readSettings(path);
  const copy = readSettings(home.settings);
  const images = copy.config?.["monitoring:images"];
  const { config = {} } = runSettings({
    tracked,
    previous: copy,
    lastTracked: existsSync(home.lastTracked)
      ? (JSON.parse(readFileSync(home.lastTracked, "utf8")) as Record<string, unknown>)
      : {},
    derived: images === undefined ? {} : { "monitoring:images": images },
    salt: copy.encryptionsalt ?? "",
  });
  return { config: configOf({ config }, path), secrets: openSecrets(home, config, copy.encryptionsalt) };
}

function openSecrets(home: Home, config: Readonly<Record<string, unknown>>, salt: string | undefined) {
  const sealed = Object.keys(config).flatMap((key) => {
    const name = key.replace(/^monitoring:/, "");
    const value = config[key] as { readonly secure?: string } | undefined;
    return !isSecretName(name) || value?.secure === undefined ? [] : [[name, value.secure] as const];
  });
  const words = passphrase(home);
  if (sealed.length === 0 || salt === undefined || words === undefined) return {};
  try {
    const open = openSealed(words, salt);
    return Object.fromEntries(sealed.map(([name, value]) => [name, open(value)]));
  } catch {
    throw new UserError(
      `the secrets in ${home.settings} do not open with the passphrase at hand; set PULUMI_CONFIG_PASSPHRASE to the ` +
        "one that they were set with",
    );
  }
}

function passphrase(home: Home): string | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: own, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (own !== undefined) return own;
  const path = [file, home.passphraseFile].find((candidate) => candidate && existsSync(candidate));
  // As Pulumi reads it: without the line's end.
  return path === undefined ? undefined : readFileSync(path, "utf8").trim();
}
