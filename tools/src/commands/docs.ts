import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alertsPage, referencePage, runbookFiles } from "@monitoring/stacks";
import { compileLintTable } from "@monitoring/visualization";
import { repository } from "../repository.ts";

/** Writes the pages of docs/ that are generated: from the rows of alerts and rules, and from the configuration's schema. */
export function run(): Promise<number> {
  const folder = join(repository, "docs/runbooks");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(runbookFiles())) writeFileSync(join(folder, name), text);
  writeFileSync(join(repository, "docs/configuration.md"), referencePage());
  writeFileSync(join(repository, "docs/alerts.md"), alertsPage());
  writeFileSync(join(repository, "docs/dashboards.md"), compileLintTable());
  return Promise.resolve(0);
}
