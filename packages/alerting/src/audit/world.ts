import type { AuditedFile } from "./document.ts";
import { durationSeconds } from "./duration.ts";
import { entriesAt, get, listAt, textAt, type Item } from "./item.ts";
import type { Known } from "./known.ts";
import type { World } from "./checks/world.ts";
import { recordedLabels, type LabelSet } from "./promql/label-sets.ts";
import type { Expr } from "./promql/query.ts";
import { groupsOf, texts } from "./rule-file.ts";

/** What the stack is like, as far as files are judged by it. */
export interface Surroundings {
  /** Metrics that exist; where there are none, no metric is called unknown. */
  readonly known: Known;
  /** Jobs that exist; where there are none, no job is called unknown. */
  readonly jobs: readonly string[];
  /** Labels that the stack gives each target. */
  readonly targetLabels: readonly string[];
  /** Seconds between two samples where no file says. */
  readonly scrapeInterval: number;
}

/** What exists for the expressions of some files: the stack, and what the files themselves record and scrape. */
export function worldOf(files: readonly AuditedFile[], stack: Surroundings): World {
  const scrapes = files
    .filter(({ kind }) => kind === "prometheus" || kind === "scrape-configs")
    .map(({ root }) => root);
  const jobs = scrapes.flatMap((root) => listAt(root, "scrape_configs"));
  const rules = files
    .filter(({ kind }) => kind === "rules")
    .flatMap(({ root }) => groupsOf(root).flatMap((group) => group.rules));
  const recordings = new Map<string, Expr>();
  const setLabels = new Map<string, Readonly<Record<string, string>>>();
  for (const { use, name, query, labels } of rules) {
    if (use !== "record" || !query?.ok || recordings.has(name)) continue;
    recordings.set(name, query.expr);
    setLabels.set(name, texts(labels));
  }
  const recordedNames = new Set(rules.filter(({ use }) => use === "record").map(({ name }) => name));
  const intervals = new Map<string, number>();
  for (const job of jobs) {
    const name = textAt(job, "job_name");
    const own = durationSeconds(textAt(job, "scrape_interval") ?? "");
    if (name !== undefined && own) intervals.set(name, own);
  }
  const global = scrapes
    .map((root) => durationSeconds(textAt(get(root, "global"), "scrape_interval") ?? ""))
    .find(Boolean);
  const memo = new Map<string, LabelSet>();
  const open: LabelSet = { open: true, has: new Set(), sure: new Map(), gone: new Set() };
  const world: World = {
    complete: stack.known.size > 0,
    known: stack.known,
    targetLabels: new Set(["job", "instance", ...stack.targetLabels, ...jobs.flatMap(labelsOfJob)]),
    recordings,
    jobs: new Set(stack.jobs.length === 0 ? [] : [...stack.jobs, ...jobs.flatMap(jobNames)]),
    scrapeInterval: (job) => intervals.get(job ?? "") ?? global ?? stack.scrapeInterval,
    recorded: (name) => {
      const known = memo.get(name);
      if (known) return known;
      const expr = recordings.get(name);
      if (!expr) return recordedNames.has(name) ? open : undefined;
      // Open while it is worked out, should a recording read itself.
      memo.set(name, open);
      const several = rules.filter((rule) => rule.use === "record" && rule.name === name).length > 1;
      const labels = several ? open : recordedLabels(expr, setLabels.get(name) ?? {}, world);
      memo.set(name, labels);
      return labels;
    },
  };
  return world;
}

function jobNames(job: Item): readonly string[] {
  const name = textAt(job, "job_name");
  const relabeled = relabelings(job)
    .filter((rule) => textAt(rule, "target_label") === "job")
    .flatMap((rule) => textAt(rule, "replacement") ?? []);
  return [...(name === undefined ? [] : [name]), ...relabeled];
}

function labelsOfJob(job: Item): readonly string[] {
  const fixed = listAt(job, "static_configs").flatMap((config) =>
    entriesAt(config, "labels").map(({ key }) => key),
  );
  const relabeled = relabelings(job).flatMap((rule) => textAt(rule, "target_label") ?? []);
  return [...fixed, ...relabeled].filter((label) => !label.startsWith("__"));
}

function relabelings(job: Item): readonly Item[] {
  return [...listAt(job, "relabel_configs"), ...listAt(job, "metric_relabel_configs")];
}
