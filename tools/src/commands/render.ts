import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  artefacts,
  customFileFindings,
  customFiles,
  detections,
  notPlacedText,
  stackNames,
  stackProblems,
  unlessKnown,
  type Config,
} from "@monitoring/stacks";
import { factsFile, stackFacts } from "@monitoring/stacks/facts";
import { recordedContracts } from "@monitoring/collection/recorded";
import { toJson } from "@monitoring/collection";
import { columns } from "../care/columns.ts";
import { overBudget } from "../cost/over-budget.ts";
import { openHome } from "../home.ts";
import { refuse } from "../refuse.ts";
import { stackNamed } from "../stack-named.ts";
import { checkSettings, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { UserError } from "../user-error.ts";

/** Writes every compiled file of a stack, or a compose project, into a folder, without Pulumi, Docker or network. */
export async function run([name, folder]: readonly string[]): Promise<number> {
  if (name === undefined || folder === undefined) {
    throw new UserError(
      `render needs what to write and a folder: npm run render -- <${[...stackNames, "compose"].join("|")}> <folder>`,
    );
  }
  if (name === "compose") return compose(folder);
  const stack = stackNamed(name);
  const path = trackedSettingsPath(stack);
  const { config, problems } = checkSettings(readSettings(path), path);
  const custom = customFiles();
  refuse([
    ...problems,
    ...unlessKnown(problems, stackProblems(stack, config)),
    ...customFileFindings(config, custom).problems,
    ...overBudget(stack, config),
  ]);
  const files = Object.entries({
    ...artefacts(stack, config, custom),
    [factsFile]: toJson(stackFacts(stack, config, custom, recordedContracts())),
  });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.stdout.write(`${files.map(([name]) => join(folder, name)).join("\n")}\n`);
  // Not among the paths, which a script may read.
  process.stderr.write(`\n${stack === "dev" ? detectionTable(config) : notPlacedText(config)}\n`);
  return 0;
}

/** How late each alert's notification leaves at most. */
function detectionTable(config: Config): string {
  const rows = detections(config).map(({ alert, severity, seconds }) => [
    alert,
    severity,
    `${seconds.toFixed(1)} s`,
  ]);
  return columns([["ALERT", "SEVERITY", "WITHIN"], ...rows]);
}

async function compose(folder: string): Promise<number> {
  // Loaded only here: it loads Pulumi's SDK.
  const { renderCompose } = await import("../compose/render-compose.ts");
  const paths = await renderCompose(folder, openHome());
  process.stdout.write(`${paths.map((path) => join(folder, path)).join("\n")}\n`);
  return 0;
}
