import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileAuditPage } from "@monitoring/alerting/audit";
import {
  alertsPage,
  catalogue,
  checkConfig,
  referencePage,
  routingDocument,
  runbookFiles,
} from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { exampleProd, productionSections, recordProd, withSections } from "@monitoring/stacks/production";
import { compileDashboardsPage } from "@monitoring/visualization";
import { repository } from "../repository.ts";

/**
 * Writes the runbooks and the lists of alerts, of checks and of rules of dashboards from their rows, the configuration's
 * reference from its schema. A team's own alerts get runbooks beside ours; the lists stay this project's, so that an update
 * of it meets no change in them.
 */
export async function run(): Promise<number> {
  const folder = join(repository, "docs/runbooks");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(runbookFiles(catalogueAtHand)))
    writeFileSync(join(folder, name), text);
  writeFileSync(join(repository, "docs/configuration.md"), referencePage());
  writeFileSync(join(repository, "docs/routing.md"), routingDocument(checkConfig({}).config));
  writeFileSync(join(repository, "docs/alerts.md"), alertsPage(catalogue));
  writeFileSync(join(repository, "docs/audit.md"), compileAuditPage());
  writeFileSync(join(repository, "docs/dashboards.md"), compileDashboardsPage());
  await writeProduction(join(repository, "docs/production.md"));
  return 0;
}

/** The tables in docs/production.md; the rest of it is written by hand. */
async function writeProduction(path: string): Promise<void> {
  const sections = productionSections(exampleProd(), await recordProd());
  writeFileSync(path, withSections(readFileSync(path, "utf8"), sections));
}
