import * as pulumi from "@pulumi/pulumi";
import {
  missingSecrets,
  plainSecretProblems,
  secretProblems,
  type Config,
  type Problem,
  type SecretName,
} from "./config.ts";

/**
 * The needed secrets of the running program. All that are missing, set as plain text or of the wrong shape are named
 * at once: `npm run up` has said so before, a bare `pulumi up` learns it here.
 */
export function programSecrets(
  needed: readonly SecretName[],
  settings: Config,
): (name: SecretName) => pulumi.Output<string> {
  const config = new pulumi.Config();
  const missing = missingSecrets(needed, (name) => config.getSecret(name) !== undefined, settings);
  const plain = plainSecretProblems(needed.filter((name) => config.getSecret(name) && !isEncrypted(name)));
  refuse([...missing, ...plain]);
  const all = pulumi.all(needed.map((name) => config.requireSecret(name))).apply((values) => {
    const byName = Object.fromEntries(needed.map((name, i) => [name, values[i] ?? ""]));
    refuse(secretProblems(byName));
    return byName;
  });
  return (name) => all.apply((values) => values[name] ?? "");
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ message }) => `  - ${message}`);
  throw new pulumi.RunError(`stack ${pulumi.getStack()} has mistakes in its secrets:\n${lines.join("\n")}`);
}

// Exported by the SDK, but left out of its types (pulumi/sdk/nodejs/runtime/config.ts).
const runtime = pulumi.runtime as unknown as { readonly isConfigSecret: (key: string) => boolean };

function isEncrypted(name: SecretName): boolean {
  return runtime.isConfigSecret(`${pulumi.getProject()}:${name}`);
}
