import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { artefacts, stackNames, type StackName } from "@monitoring/stacks";
import { configOf, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { UserError } from "../user-error.ts";

/** Writes every compiled file of a stack into a folder, without Pulumi, Docker or network. */
export function run([stack, folder]: readonly string[]): Promise<number> {
  if (!isStackName(stack) || folder === undefined) {
    throw new UserError(
      `render needs a stack and a folder: npm run render -- <${stackNames.join("|")}> <folder>`,
    );
  }
  const path = trackedSettingsPath(stack);
  const files = Object.entries(artefacts(stack, configOf(readSettings(path), path)));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.stdout.write(`${files.map(([name]) => join(folder, name)).join("\n")}\n`);
  return Promise.resolve(0);
}

function isStackName(name: string | undefined): name is StackName {
  return stackNames.some((known) => known === name);
}
