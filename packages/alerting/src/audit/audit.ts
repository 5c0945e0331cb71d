import { anyFileChecks } from "./checks/any-file.ts";
import { prometheusChecks } from "./checks/prometheus.ts";
import { receiverChecks } from "./checks/receivers.ts";
import { routeChecks } from "./checks/routes.ts";
import { ruleTestChecks } from "./checks/rule-tests.ts";
import { ruleChecks } from "./checks/rules.ts";
import { timeIntervalChecks } from "./checks/time-intervals.ts";
import { webChecks } from "./checks/web.ts";
import type { FileCheck, FileSubject } from "./checks/subject.ts";
import { kindNames, readFile, type AuditedFile, type FileKind } from "./document.ts";
import { sortFindings, type Finding } from "./finding.ts";
import type { Item } from "./item.ts";
import type { Known } from "./known.ts";
import { referencesIn, type Reference } from "./reference.ts";
import { worldOf } from "./world.ts";

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

/** What the audit is told besides files and metrics. */
export interface AuditOptions {
  /** Files that others name: read, but not judged. @default none */
  readonly context?: Files;
  /** Those of `references` that lead to no file. @default none */
  readonly missing?: readonly Reference[];
  /** Jobs of the stack; where there are none, no job is called unknown. @default none */
  readonly jobs?: readonly string[];
  /** Labels that the stack gives each target. @default none */
  readonly targetLabels?: readonly string[];
  /** Seconds between two samples, where no file says. @default 15 */
  readonly scrapeInterval?: number;
}

/** The checks of each kind of file, besides those of any file. */
export const checksByKind: Readonly<Record<FileKind, readonly FileCheck[]>> = {
  rules: ruleChecks,
  "rule-tests": ruleTestChecks,
  prometheus: prometheusChecks,
  "scrape-configs": prometheusChecks,
  targets: prometheusChecks,
  web: webChecks,
  alertmanager: [...routeChecks, ...receiverChecks, ...timeIntervalChecks],
  templates: receiverChecks.filter(({ id }) => id === "notification-template"),
};

/** Checks of any file, by their table. */
export { anyFileChecks };

/**
 * Every mistake in some files, in the order of files and lines. Pure: what files name is looked up by the caller, who
 * asks {@link references} and says which are missing.
 * @param known metrics of the stack; empty: no metric is called unknown
 */
export function audit(files: Files, known: Known, options: AuditOptions = {}): readonly Finding[] {
  const judged = read(files);
  const all = [...judged, ...read(options.context ?? {})];
  const world = worldOf(all, {
    known,
    jobs: options.jobs ?? [],
    targetLabels: options.targetLabels ?? [],
    scrapeInterval: options.scrapeInterval ?? 15,
  });
  return sortFindings(
    judged.flatMap((file) => {
      const unreadable = unread(file);
      if (unreadable.length > 0 || file.kind === undefined) return unreadable;
      const missing = (options.missing ?? []).filter((reference) => reference.file === file.path);
      const root: Item = file.root ?? { type: "map", line: 1, entries: [] };
      return applied([...anyFileChecks, ...checksByKind[file.kind]], { file, root, world, all, missing });
    }),
  );
}

/** Every file that the given ones name. */
export function references(files: Files): readonly Reference[] {
  return referencesIn(read(files));
}

function read(files: Files): readonly AuditedFile[] {
  return Object.entries(files).map(([path, text]) => readFile(path, text));
}

function applied(checks: readonly FileCheck[], subject: FileSubject): readonly Finding[] {
  const found = checks.flatMap(({ id, severity, find }) =>
    find(subject).map(({ line, reason, remedy }) => ({
      file: subject.file.path,
      line,
      severity,
      check: id,
      reason,
      remedy,
    })),
  );
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** Why a file cannot be judged at all. */
function unread({ path, kind, root, yaml }: AuditedFile): readonly Finding[] {
  const whole = (line: number, check: string, reason: string, remedy: string): Finding => ({
    file: path,
    line,
    severity: "error",
    check,
    reason,
    remedy,
  });
  if (yaml.errors.length > 0) {
    return yaml.errors.map(({ line, message }) =>
      whole(line, "yaml", `this is not YAML: ${message}`, "mend the line, or the indentation before it"),
    );
  }
  if (kind === "templates") return [];
  if (root === undefined)
    return [whole(1, "empty", "the file is empty: it does nothing", "write something into it, or delete it")];
  if (kind !== undefined) return [];
  const kinds = Object.values(kindNames).join(", ");
  return [
    whole(
      root.line,
      "unknown-kind",
      "nothing in the file tells what it is for",
      `it must be one of: ${kinds}`,
    ),
  ];
}

/** Checks that come before a file's kind is known, for the list of all. */
export const readingChecks = [
  { id: "yaml", severity: "error", what: "a text that is not YAML, or has a key twice" },
  { id: "empty", severity: "error", what: "an empty file" },
  { id: "unknown-kind", severity: "error", what: "a file that is for nothing that is known" },
] as const;
