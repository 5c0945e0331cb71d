import { randomBytes } from "node:crypto";
import {
  customFileFindings,
  customFiles,
  isMade,
  requiredSecrets,
  stackProblems,
  type Config,
  type SecretName,
} from "@monitoring/stacks";
import { composeProject, recordDev } from "@monitoring/stacks/compose";
import type { Home } from "../home.ts";
import { refuse } from "../refuse.ts";
import { UserError } from "../user-error.ts";
import { cloneValues } from "./clone-values.ts";
import { folderSecrets, refuseForeign, writeComposeFolder } from "./compose-folder.ts";

/**
 * Writes the dev stack as a compose project: what the program registers, translated. Neither Pulumi's CLI nor Docker
 * nor a network is needed. Once per process.
 * @returns the paths that were written, relative to the folder
 */
export async function renderCompose(folder: string, home: Home): Promise<readonly string[]> {
  refuseForeign(folder);
  const { config, secrets } = cloneValues(home);
  const custom = customFiles();
  refuse([...stackProblems("dev", config), ...customFileFindings(config, custom).problems]);
  const { values, made } = neededSecrets(config, secrets, folderSecrets(folder));
  const project = composeProject(await recordDev(config, values, custom), config.namePrefix);
  return writeComposeFolder(folder, project, made);
}

/** The clone's secrets, else those of an earlier render, else new ones. */
function neededSecrets(
  config: Config,
  clone: Readonly<Partial<Record<SecretName, string>>>,
  earlier: Readonly<Record<string, string>>,
) {
  const missing = requiredSecrets(config).filter((name) => clone[name] === undefined);
  const foreign = missing.filter((name) => !isMade(name, config));
  if (foreign.length > 0) {
    throw new UserError(
      `these secrets are not set: ${foreign.join(", ")}; set each with: npm run pulumi -- config set --secret monitoring:<name>`,
    );
  }
  const made = Object.fromEntries(
    missing.map((name) => [name, earlier[name] ?? randomBytes(16).toString("hex")] as const),
  );
  return { values: { ...clone, ...made }, made };
}
