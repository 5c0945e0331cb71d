import { audit, references, sortFindings, type Files, type Finding } from "@monitoring/alerting/audit";
import type { Duration, Exposition } from "@monitoring/collection";
import { knownMetrics, stackForAudit } from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { recordedContracts } from "@monitoring/collection/recorded";
import { presentTools } from "../toolchain/index.ts";
import { askTools } from "./ask-tools.ts";
import { lookUp } from "./look-up.ts";

/** What a person may tell the audit besides files. */
export interface AuditSettings {
  /** Recordings of further exporters. */
  readonly metrics: readonly Exposition[];
  /** Jobs besides the stack's. */
  readonly jobs: readonly string[];
  /** Folder below which absolute paths lie. */
  readonly root: string | undefined;
  readonly scrapeInterval: Duration;
}

/** The whole audit: our own checks against this stack, the files that others name, and promtool's and amtool's words. */
export async function auditFiles(files: Files, settings: AuditSettings): Promise<readonly Finding[]> {
  const known = knownMetrics(catalogueAtHand, [
    ...recordedContracts().map(({ exposition }) => exposition),
    ...settings.metrics,
  ]);
  const { missing, context } = lookUp(references(files), settings.root);
  const stack = stackForAudit(settings);
  const own = audit(files, known, { ...stack, missing, context, jobs: [...stack.jobs, ...settings.jobs] });
  const refused = new Set(own.filter(({ severity }) => severity === "error").map(({ file }) => file));
  const words = await askTools(files, presentTools());
  // Where we found a mistake, theirs is the same in other words.
  return sortFindings([...own, ...words.filter(({ file }) => !refused.has(file))]);
}
