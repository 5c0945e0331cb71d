import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { deployedDashboards, isDashboardPath, readConfig } from "@monitoring/stacks";
import {
  lintDashboardFile,
  prometheusDataSource,
  readDashboard,
  type FileFinding,
} from "@monitoring/visualization";
import { customFiles, customProblems } from "../custom-files.ts";
import { stackMetrics } from "../record/known-metrics.ts";
import { repository } from "../repository.ts";
import { UserError } from "../user-error.ts";

/** Judges dashboards: the files that are named, or this project's own and those in dashboards/. */
export async function run(args: readonly string[]): Promise<number> {
  const known = stackMetrics();
  const findings = args.length > 0 ? args.flatMap(namedFile) : everything();
  for (const finding of findings) process.stdout.write(`${sentence(finding)}\n`);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  process.stdout.write(`${count(errors, "error")}, ${count(findings.length - errors, "warning")}\n`);
  return Promise.resolve(errors > 0 ? 1 : 0);

  function namedFile(arg: string): readonly FileFinding[] {
    const file = isAbsolute(arg) ? arg : resolve(process.env["INIT_CWD"] ?? process.cwd(), arg);
    if (!existsSync(file)) throw new UserError(`there is no file ${arg}`);
    const path = relative(repository, file).replaceAll("\\", "/");
    // What lies in dashboards/ is judged as it is deployed, anything else as it is written.
    const deployed = isDashboardPath(path) ? { deployedWith: prometheusDataSource } : {};
    return lintDashboardFile(path.startsWith("..") ? arg : path, readFileSync(file, "utf8"), {
      known,
      ...deployed,
    });
  }

  function everything(): readonly FileFinding[] {
    const defaults = readConfig({});
    const own = (defaults.ok ? deployedDashboards(defaults.config) : []).flatMap(({ path, json }) =>
      lintDashboardFile(`${path} (compiled)`, json, { known, origin: "own" }),
    );
    const custom = Object.keys(customFiles()).filter(isDashboardPath);
    return [...own, ...custom.flatMap((path) => namedFile(join(repository, path))), ...acrossFiles()];
  }
}

/** What is wrong with a file among the others, such as a uid that is given twice. */
function acrossFiles(): readonly FileFinding[] {
  const files = customFiles();
  const dashboard = { uid: undefined, title: undefined };
  const common = {
    line: 1,
    dashboard,
    panel: undefined,
    rule: "among-others",
    severity: "error",
    at: [],
  } as const;
  return customProblems()
    .filter(({ key }) => isDashboardPath(key) && readDashboard(files[key] ?? "").ok)
    .map(({ key, message }) => {
      const [reason = "", remedy = ""] = message.slice(key.length + 1).split("; ");
      return { ...common, path: key, reason, remedy };
    });
}

function sentence({ path, line, severity, rule, panel, reason, remedy }: FileFinding): string {
  const who = panel === undefined ? "" : `panel "${panel}" `;
  return `${path}:${line}: ${severity} ${rule}: ${who}${reason.replace(/\s+/g, " ")}; ${remedy}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
