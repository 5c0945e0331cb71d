import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readFile, type AuditedFile, type Files, type Finding } from "@monitoring/alerting/audit";
import { nearest, parseExposition, type Duration, type Exposition } from "@monitoring/collection";
import { auditFiles } from "../audit/audit-files.ts";
import { checkSettings, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { UserError } from "../user-error.ts";

const usage = "npm run audit -- [--metrics <file>] [--job <name>] [--root <folder>] <file or folder...>";

const options = {
  metrics: { type: "string", multiple: true },
  job: { type: "string", multiple: true },
  root: { type: "string" },
} as const;

/** Finds every mistake in files of Prometheus and Alertmanager. Exit code 1 if there is an error among them. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const { metrics = [], job = [], root } = values;
  const problems = [
    ...positionals.filter((path) => !existsSync(path)).map((path) => `there is no file ${path}`),
    ...metrics.filter((path) => !existsSync(path)).map((path) => `there is no file ${path} (--metrics)`),
    ...(root !== undefined && !existsSync(root) ? [`there is no folder ${root} (--root)`] : []),
  ];
  const { files, left } = readFiles(positionals);
  if (problems.length > 0) throw new UserError(problems.join("\n       "));
  if (Object.keys(files).length === 0) throw new UserError(`audit needs files: ${usage}`);
  const findings = await auditFiles(files, {
    metrics: metrics.map(readMetrics),
    jobs: job,
    root,
    scrapeInterval: devInterval(),
  });
  process.stdout.write(report(findings, Object.keys(files).length, left));
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** How often this clone's stack scrapes. */
function devInterval(): Duration {
  const path = trackedSettingsPath("dev");
  return checkSettings(readSettings(path), path).config.scrapeInterval;
}

function parse(args: readonly string[]) {
  const known = Object.keys(options).map((name) => `--${name}`);
  for (const arg of args) {
    const [flag = ""] = arg.split("=");
    if (!flag.startsWith("-") || known.includes(flag)) continue;
    const meant = nearest(flag, known);
    throw new UserError(
      `audit has no flag ${flag}; ${meant ? `did you mean ${meant}?` : `it is called as ${usage}`}`,
    );
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UserError(`${(error as Error).message}; it is called as ${usage}`);
  }
}

/** The files that are named, and those in named folders whose kind is known. */
function readFiles(paths: readonly string[]): { readonly files: Files; readonly left: number } {
  const read = (path: string): [string, string] => [path, readFileSync(path, "utf8")];
  const there = paths.filter((path) => existsSync(path));
  const named = there.filter((path) => !statSync(path).isDirectory()).map(read);
  const found = there
    .filter((path) => statSync(path).isDirectory())
    .flatMap(within)
    .map(read);
  const ours = found.filter(([path, text]) => isOurs(readFile(path, text)));
  return { files: Object.fromEntries([...ours, ...named]), left: found.length - ours.length };
}

/** A folder also holds what is for other programs; an empty or broken file may be one of ours. */
function isOurs({ kind, root }: AuditedFile): boolean {
  return kind !== undefined || root === undefined;
}

function within(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ya?ml|tmpl|rules)$/.test(name))
    .map((name) => join(folder, name));
}

function readMetrics(path: string): Exposition {
  const exposition = parseExposition(readFileSync(path, "utf8"));
  if (exposition.size === 0) {
    throw new UserError(
      `${path} (--metrics) holds no metric; record one with: curl -s http://host:port/metrics > ${path}`,
    );
  }
  return exposition;
}

/**
 * One line a finding, and how many there are.
 * @param left files of other programs that lay in the folders
 */
export function report(findings: readonly Finding[], files: number, left: number): string {
  const lines = findings.map(
    ({ file, line, severity, check, reason, remedy }) =>
      `${file}:${line}: ${severity}: ${reason}; ${remedy} [${check}]\n`,
  );
  const count = (severity: Finding["severity"], word: string): string => {
    const number = findings.filter((one) => one.severity === severity).length;
    return `${number} ${word}${number === 1 ? "" : "s"}`;
  };
  const summary = `${count("error", "error")}, ${count("warning", "warning")} in ${files} file${files === 1 ? "" : "s"}\n`;
  const others =
    left === 0 ? "" : `${left} file${left === 1 ? " is" : "s are"} for other programs, not looked at\n`;
  return `${lines.join("")}${summary}${others}`;
}
