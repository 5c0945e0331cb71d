import { readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { KnownSeries } from "@monitoring/collection";
import {
  customFilesIn,
  dashboardProblems,
  deployedDashboards,
  isDashboardPath,
  readConfig,
  stackSeries,
  type CustomFiles,
} from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import {
  lintDashboardFile,
  prometheusDataSource,
  readDashboard,
  type FileFinding,
} from "@monitoring/visualization";
import { repository } from "../repository.ts";
import { UserError } from "../user-error.ts";

/** Judges dashboards: the files that are named, or this project's own and those in dashboards/. */
export function run(args: readonly string[]): Promise<number> {
  const known = stackSeries(catalogueAtHand);
  const custom = customFilesIn("dashboards");
  const findings =
    args.length > 0
      ? lintFiles(namedFiles(args), known)
      : [...ownFindings(known), ...lintFiles(custom, known), ...findingsAmong(custom)];
  for (const finding of findings) process.stdout.write(`${sentence(finding)}\n`);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  process.stdout.write(`${count(errors, "error")}, ${count(findings.length - errors, "warning")}\n`);
  return Promise.resolve(errors > 0 ? 1 : 0);
}

/** Files by path; those of the clone by their path in it, as they are deployed under it. */
function namedFiles(args: readonly string[]): CustomFiles {
  const files = args.map((arg) => {
    // npm starts scripts in the clone's root, wherever it was called.
    const file = resolve(process.env["INIT_CWD"] ?? process.cwd(), arg);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new UserError(`there is no file ${arg}`);
    const path = relative(repository, file).replaceAll("\\", "/");
    return [path.startsWith("../") ? arg : path, readFileSync(file, "utf8")] as const;
  });
  return Object.fromEntries(files);
}

/** What lies in dashboards/ is judged as it is deployed, anything else as it is written. */
function lintFiles(files: CustomFiles, known: KnownSeries): readonly FileFinding[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const deployed = isDashboardPath(path) ? { deployedWith: prometheusDataSource } : {};
    return lintDashboardFile(path, text, { known, ...deployed });
  });
}

function ownFindings(known: KnownSeries): readonly FileFinding[] {
  const defaults = readConfig({}, catalogueAtHand);
  if (!defaults.ok) throw new Error(defaults.problems.join("\n"));
  return deployedDashboards(defaults.config).flatMap(({ path, json }) =>
    lintDashboardFile(`${path} (compiled)`, json, { known, origin: "own" }),
  );
}

/** What is wrong with a file among the others, such as a uid that is given twice. */
function findingsAmong(files: CustomFiles): readonly FileFinding[] {
  const dashboard = { uid: undefined, title: undefined };
  const common = { line: 1, dashboard, panel: undefined, severity: "error", at: [] } as const;
  return (
    dashboardProblems(files, catalogueAtHand.dashboards)
      // What is wrong with a file itself is said already.
      .filter(({ key }) => readDashboard(files[key] ?? "").ok)
      .map(({ key, message }) => {
        const [reason = "", remedy = ""] = message.slice(key.length + 1).split("; ");
        return { ...common, rule: "among-others", path: key, reason, remedy };
      })
  );
}

function sentence({ path, line, severity, rule, panel, reason, remedy }: FileFinding): string {
  const who = panel === undefined ? "" : `panel "${panel}" `;
  return `${path}:${line}: ${severity}: ${who}${reason.replace(/\s+/g, " ")}; ${remedy} [${rule}]`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
