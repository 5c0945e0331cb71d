import type { Config, SecretName } from "../config.ts";
import type { CustomFiles } from "../custom-files.ts";
import { record, type Registered } from "../record.ts";

/** What the dev program registers for a configuration, with the secrets' values in it. Once per process. */
export async function recordDev(
  config: Config,
  secrets: Readonly<Partial<Record<SecretName, string>>>,
  custom: CustomFiles = {},
): Promise<readonly Registered[]> {
  // Loaded late: it loads the Docker provider's SDK.
  const values = Object.entries(secrets).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const program = async () => (await import("../dev.ts")).place(config, custom);
  return record("dev", Object.fromEntries(values), program);
}
