import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runbookFiles } from "@monitoring/stacks";
import { repository } from "../repository.ts";

/** Writes the runbooks from the alerts' rows. */
export function run(): Promise<number> {
  const folder = join(repository, "docs/runbooks");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(runbookFiles())) writeFileSync(join(folder, name), text);
  return Promise.resolve(0);
}
