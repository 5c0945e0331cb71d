import { isDeepStrictEqual } from "node:util";
import { isSecretName } from "@monitoring/stacks/config";
import type { StackSettings } from "./stack-settings.ts";

type Values = Readonly<Record<string, unknown>>;

/** What the settings of a run are made from. */
export interface RunSettingsInput {
  /** The tracked file. */
  readonly tracked: StackSettings;
  /** The copy that the last run left, with what `config set` wrote into it. */
  readonly previous: StackSettings;
  /** The tracked file's values at the last run. */
  readonly lastTracked: Values;
  /** What the tool itself decides, such as the images that it built. */
  readonly derived: Values;
  /** The salt of this clone's own passphrase, or of the person's. */
  readonly salt: string;
}

/**
 * The copy of a stack's settings that a run works on. A tracked value wins over one that was set in the copy; a
 * value that has left the tracked file leaves the copy, too; derived ones stand above both.
 */
export function runSettings(input: RunSettingsInput): StackSettings {
  const set = Object.entries(input.previous.config ?? {}).filter(
    ([key, value]) => !(key in input.derived) && !isDeepStrictEqual(input.lastTracked[key], value),
  );
  return {
    encryptionsalt: input.salt,
    config: { ...Object.fromEntries(set), ...input.tracked.config, ...input.derived },
  };
}

/** The keys of a settings file whose values are encrypted. */
export function encryptedKeys(settings: StackSettings): readonly string[] {
  return Object.entries(settings.config ?? {})
    .filter(([, value]) => isEncrypted(value))
    .map(([key]) => key);
}

/** Secrets that are written as plain text, where anyone who reads the file sees them. */
export function plainSecrets(settings: StackSettings): readonly string[] {
  return Object.entries(settings.config ?? {})
    .filter(([key, value]) => isSecretName(key.replace(/^monitoring:/, "")) && !isEncrypted(value))
    .map(([key]) => key);
}

/** Whether a value is one that Pulumi has encrypted. */
export function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
