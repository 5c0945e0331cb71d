import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import { secretProblems, type Problem, type SecretName } from "@monitoring/stacks";
import { capture } from "./child.ts";
import type { Home } from "./home.ts";
import { isEncrypted } from "./run-settings.ts";
import type { Session } from "./session.ts";
import { readSettings } from "./stack-settings.ts";
import { UserError } from "./user-error.ts";

/**
 * Every mistake in the values of the needed secrets that are set. They are decrypted in memory only; what was found
 * right is not decrypted again until it changes.
 */
export async function secretValueProblems(
  session: Session,
  home: Home,
  needed: readonly SecretName[],
): Promise<readonly Problem[]> {
  const { encryptionsalt, config = {} } = readSettings(home.settings);
  const keys = needed.map((name) => `monitoring:${name}`).filter((key) => isEncrypted(config[key]));
  if (keys.length === 0) return [];
  const sealed = Object.fromEntries(keys.map((key) => [key, config[key]]));
  const fingerprint = createHash("sha256").update(JSON.stringify(sealed)).digest("hex");
  const known = join(home.folder, "checked-secrets");
  if (existsSync(known) && readFileSync(known, "utf8") === fingerprint) return [];
  const problems = secretProblems(await decrypt(session, home, { encryptionsalt, config: sealed }));
  if (problems.length === 0) writeFileSync(known, fingerprint, { mode: 0o600 });
  return problems;
}

/** Secrets by name. In a folder of their own, so that no mistake in any other setting is in the way. */
async function decrypt(
  session: Session,
  home: Home,
  settings: object,
): Promise<Readonly<Partial<Record<SecretName, string>>>> {
  const folder = mkdtempSync(join(home.folder, "secrets-"));
  try {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: monitoring\nruntime: nodejs\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), toYaml(settings), { mode: 0o600 });
    const args = ["config", "--show-secrets", "--json", "--stack", "dev", "--non-interactive"];
    const { code, stdout, stderr } = await capture("pulumi", args, { env: session.env, cwd: folder });
    if (code !== 0) throw new UserError(`the secrets in ${home.settings} cannot be read:\n${stderr.trim()}`);
    const entries = Object.entries(JSON.parse(stdout) as Record<string, { readonly value?: string }>);
    return Object.fromEntries(
      entries.map(([key, { value = "" }]) => [key.replace(/^monitoring:/, ""), value]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
