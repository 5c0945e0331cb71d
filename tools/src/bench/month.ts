import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { alertsOf } from "@monitoring/alerting";
import { deployedAt, seconds, type Duration } from "@monitoring/collection";
import { artefacts, type Config } from "@monitoring/stacks";
import { parse } from "yaml";
import { recordedTargets, type StackSeries } from "../record/recorded-stack.ts";
import { chunksOf, highestRank, type Course } from "./courses.ts";
import { writeBlock, type BlockSeries } from "./tsdb/block.ts";

type Labels = Readonly<Record<string, string>>;

/** A series of the month. */
export interface MonthSeries {
  readonly labels: Labels;
  readonly course: Course;
  /** Between two samples, in milliseconds. */
  readonly interval: number;
}

const day = 86_400_000;
// What Prometheus compacts to where samples are kept for 30 days.
const blockDays = 3;

/** Every series that the targets of a dev stack were recorded to expose, and what rules write beside them. */
export function recordedSeries(config: Config, folder: string): readonly MonthSeries[] {
  for (const [path, text] of Object.entries(artefacts("dev", config))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { global, scrape_configs } = parse(
    readFileSync(join(folder, "prometheus.yml"), "utf8"),
  ) as Prometheus;
  const intervals = new Map(
    scrape_configs.map(({ job_name, scrape_interval }) => [job_name, scrape_interval]),
  );
  const usual = milliseconds(global.scrape_interval);
  const raw = recordedTargets(folder).flatMap(({ job, series }) =>
    series.map((one): MonthSeries => ({
      labels: { __name__: one.name, ...one.labels },
      course: courseOf(one),
      interval: milliseconds(intervals.get(job) ?? global.scrape_interval),
    })),
  );
  return [...raw, ...ofRules(config, usual)];
}

/** What rules write beside what they compute, of the first stack: an alert that fires all month long, a deployment. */
function ofRules({ catalogue }: Config, interval: number): readonly MonthSeries[] {
  const [alert] = alertsOf(catalogue.rules);
  const firing = {
    alertname: alert?.name ?? "",
    alertstate: "firing",
    severity: "warning",
    service: "mcp-server",
  };
  const deployment = { stack: "dev", commit: "0123456789", content: "01234567" };
  return [
    { labels: { __name__: "ALERTS", ...firing }, course: { kind: "steady", value: 1 }, interval },
    {
      labels: { __name__: deployedAt.name, ...deployment },
      course: { kind: "steady", value: 1.7e9 },
      interval,
    },
  ];
}

/** How what a rule computed goes on. */
export function computed(labels: Labels, value: number, every: Duration): MonthSeries {
  return { labels, course: gauge(value), interval: milliseconds(every) };
}

interface Prometheus {
  readonly global: { readonly scrape_interval: Duration };
  readonly scrape_configs: readonly { readonly job_name: string; readonly scrape_interval?: Duration }[];
}

function milliseconds(duration: Duration): number {
  return seconds(duration) * 1000;
}

/** The same stack once more: another machine, other services, other containers. The first copy is the stack itself. */
export function copyOf(series: MonthSeries, copy: number): MonthSeries {
  const { labels } = series;
  if (copy === 0) return series;
  const own = ["service", "instance", "name", "id"].filter((label) => labels[label]);
  const renamed = Object.fromEntries(own.map((label) => [label, `${labels[label] ?? ""}-${copy}`]));
  return { ...series, labels: { ...labels, ...renamed } };
}

/**
 * Writes so many days of the series up to a moment, as blocks of Prometheus.
 * @returns how many samples there are
 */
export function writeDays(folder: string, all: readonly MonthSeries[], days: number, end: number): number {
  const numbers = new Map<string, number>();
  const courses: { readonly course: Course; readonly interval: number }[] = [];
  const series = all
    .map(({ labels, course, interval }): BlockSeries => {
      const key = JSON.stringify([course, interval]);
      const known = numbers.get(key) ?? courses.push({ course, interval }) - 1;
      numbers.set(key, known);
      const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
      return { labels: entries, course: known };
    })
    .sort(byLabels);
  const perBlock = Math.min(blockDays, days) * day;
  let samples = 0;
  for (let from = end - days * day; from < end; from += perBlock) {
    const chunks = courses.map(({ course, interval }) =>
      chunksOf(course, { from, samples: perBlock / interval, interval }),
    );
    samples += writeBlock(folder, series, chunks);
  }
  return samples;
}

function courseOf({ name, labels, value, kind }: StackSeries): Course {
  if (kind === "clock") return { kind: "counting", rank: 3 };
  if (kind === "gauge") return gauge(value);
  const { le } = labels;
  if (le === undefined)
    return { kind: "counting", rank: name.endsWith("_count") ? highestRank : 1 + (name.length % 8) };
  // The wider the bucket, the higher its rank.
  const seconds = Number(le.replace("Inf", "Infinity"));
  return { kind: "counting", rank: Math.min(highestRank, Math.max(1, Math.floor(Math.log2(seconds)) + 11)) };
}

function gauge(value: number): Course {
  // What is on or off, and what is counted on one hand, stays.
  if (!Number.isFinite(value) || value <= 0 || (Number.isInteger(value) && value < 10)) {
    return { kind: "steady", value: Number.isFinite(value) ? value : 0 };
  }
  return { kind: "wavering", exponent: Math.floor(Math.log2(value)) };
}

function byLabels(a: BlockSeries, b: BlockSeries): number {
  for (const [i, [name, value]] of a.labels.entries()) {
    const [otherName, otherValue] = b.labels[i] ?? [];
    if (otherName === undefined || otherValue === undefined) return 1;
    if (name !== otherName) return name < otherName ? -1 : 1;
    if (value !== otherValue) return value < otherValue ? -1 : 1;
  }
  return a.labels.length - b.labels.length;
}
