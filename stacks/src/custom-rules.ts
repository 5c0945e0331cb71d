import { audit, readFile, type AuditOptions, type Finding, type Known } from "@monitoring/alerting/audit";
import { isDuration, jobNames, seconds, toYaml, type Duration } from "@monitoring/collection";
import { parse } from "yaml";
import type { Problem } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";

/** What the audit knows of this stack besides its metrics. */
export function stackForAudit({ scrapeInterval }: { readonly scrapeInterval: Duration }) {
  return {
    jobs: jobNames,
    targetLabels: ["service", "env"],
    scrapeInterval: seconds(scrapeInterval),
  } satisfies AuditOptions;
}

/** What the audit finds in the rule files that people drop into `rules/`. */
export function customRuleFindings(
  files: CustomFiles,
  known: Known,
  config: { readonly scrapeInterval: Duration },
): { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const findings = audit(files, known, stackForAudit(config));
  const of = (severity: Finding["severity"]): readonly Problem[] =>
    findings.filter((one) => one.severity === severity).map(toProblem);
  return { problems: [...of("error"), ...shapeProblems(files)], warnings: of("warning") };
}

function toProblem({ file, line, reason, remedy }: Finding): Problem {
  return { key: file, message: `${file}:${line}: ${reason}; ${remedy}` };
}

/** What only matters because the files are deployed: each is rules, and under a name of its own. */
function shapeProblems(files: CustomFiles): readonly Problem[] {
  const paths = Object.keys(files).sort();
  const others = paths.filter((path) => {
    const { kind } = readFile(path, files[path] ?? "");
    return kind !== undefined && kind !== "rules";
  });
  const twice = paths.filter(
    (path, i) => paths.findIndex((one) => deployedPath(one) === deployedPath(path)) < i,
  );
  return [
    ...others.map((path) => ({
      key: path,
      message: `${path} is no rule file; only those belong into rules/`,
    })),
    ...twice.map((path) => ({
      key: path,
      message: `${path} would be deployed as ${deployedPath(path)}, as another file is; give it another name`,
    })),
  ];
}

/** Those of the files that are in `rules/` as they are deployed, each group's interval adapted to what evaluates it. */
export function customRuleFiles(
  files: CustomFiles,
  interval = (wanted: Duration): Duration => wanted,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => {
      if (!path.startsWith("rules/")) return [];
      const { groups } = parse(text, { merge: true }) as { groups: readonly Record<string, unknown>[] };
      return [[deployedPath(path), toYaml({ groups: groups.map((group) => adapted(group, interval)) })]];
    }),
  );
}

function adapted(
  group: Record<string, unknown>,
  interval: (wanted: Duration) => Duration,
): Record<string, unknown> {
  const wanted = group["interval"];
  // An interval of several units, such as 1m30s, is longer than any limit that is known.
  return typeof wanted === "string" && isDuration(wanted) ? { ...group, interval: interval(wanted) } : group;
}

/** `rules/team/db.yml` becomes `rules/custom-team-db.yml`. */
function deployedPath(path: string): string {
  const name = path
    .replace(/^rules\//, "")
    .replace(/\.ya?ml$/, "")
    .replace(/[^\w-]+/g, "-");
  return `rules/custom-${name}.yml`;
}

/** Names of what the rule files of `rules/` compute. */
export function customRecordings(files: CustomFiles): readonly string[] {
  return Object.values(files).flatMap((text) => {
    const { groups } = parse(text, { merge: true }) as {
      readonly groups: readonly { readonly rules?: readonly { readonly record?: string }[] }[];
    };
    return groups.flatMap(({ rules = [] }) => rules.flatMap(({ record }) => record ?? []));
  });
}
