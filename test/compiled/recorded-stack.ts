import { parseSamples, scrapeLimits, seconds, type Duration, type JobName } from "@monitoring/collection";
import { exporterJobs, readConfig, watched } from "@monitoring/stacks";
import { recordedContracts, type RecordedContract } from "../../tools/src/record/contracts.ts";

/** A series of the dev stack as Prometheus would store it, with the one value that was recorded. */
export interface StackSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly kind: "counter" | "gauge" | "clock";
}

/** What is scraped on the dev stack: who, every how often, and what it answered when it was recorded. */
export interface RecordedTarget {
  readonly labels: { readonly job: string; readonly instance: string; readonly service: string };
  readonly interval: Duration;
  readonly series: readonly StackSeries[];
}

// Not those with a suffix, which hold what only shows under a condition.
const recordings = recordedContracts().filter(({ version }) => /^(?:\d+\.\d+\.\d+|demo)$/.test(version));

/** When the recordings were made, in seconds since 1970: the latest of them, as a sample cannot be of the future. */
export const recordedAt = Math.max(
  ...recordings.map(({ text }) => Number(/^# recorded at (\d+)/.exec(text)?.[1])),
);

/** Every target of the dev stack with its recorded series and those that the scrape itself writes. */
export function recordedTargets(): readonly RecordedTarget[] {
  const config = readConfig({});
  if (!config.ok) throw new Error(config.problems.join("\n"));
  const { jobs: scraped, probes } = watched(config.config);
  const { scrapeInterval } = config.config;
  return recordings.flatMap((recording) => {
    const name = exporterJobs[recording.exporter];
    if (name === undefined) throw new Error(`${recording.exporter} belongs to no job`);
    const [own = "", ...parts] = pages(recording);
    const targets = scraped
      .filter((job) => job.name === name)
      .flatMap(({ interval, targets }) =>
        targets.map(({ endpoint, service }) => {
          const labels = { job: name, instance: `${endpoint.host}:${endpoint.port}`, service };
          return target(labels, interval ?? scrapeInterval, own);
        }),
      );
    if (name !== "blackbox") return targets;
    const probed = probes.map(({ target: instance, service, module }) => {
      const page = parts.find((part) => partModule(part) === (module === "tcp_connect" ? "tcp" : "http"));
      return target({ job: name, instance, service }, scrapeInterval, page ?? "");
    });
    return [...targets, ...probed];
  });
}

/** The blackbox exporter's recording is its own page and one for each probe, with an empty line between two. */
function pages({ exporter, text }: RecordedContract): string[] {
  return exporter === "blackbox-exporter" ? text.split("\n\n") : [text];
}

function partModule(part: string): "http" | "tcp" {
  return part.includes("probe_http_") ? "http" : "tcp";
}

function target(labels: RecordedTarget["labels"], interval: Duration, page: string): RecordedTarget {
  const types = new Map(
    [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
  const samples = parseSamples(page).map(({ name, labels: own, value }): StackSeries => {
    const number = Number(value.replace("Inf", "Infinity"));
    return {
      name,
      labels: { ...exported(own), ...labels },
      value: number,
      kind: kindOf(name, number, types),
    };
  });
  const gauge = (name: string, value: number): StackSeries => ({ name, labels, value, kind: "gauge" });
  const ofScrape = [
    gauge("up", 1),
    gauge("scrape_samples_scraped", samples.length),
    gauge("scrape_samples_post_metric_relabeling", samples.length),
    gauge("scrape_sample_limit", scrapeLimits[labels.job as JobName].sample_limit),
    gauge("scrape_duration_seconds", 0.01),
    gauge("scrape_timeout_seconds", seconds(interval)),
  ];
  return { labels, interval, series: [...ofScrape, ...samples] };
}

/** Labels of a target's own that the job's take the place of. */
function exported(labels: Readonly<Record<string, string>>): Record<string, string> {
  const taken = ["job", "instance", "service"];
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [
      taken.includes(label) ? `exported_${label}` : label,
      value,
    ]),
  );
}

function kindOf(name: string, value: number, types: ReadonlyMap<string, string>): StackSeries["kind"] {
  const family = types.get(name.replace(/_(?:bucket|sum|count)$/, ""));
  if (types.get(name) === "counter" || (!types.has(name) && /^(?:histogram|summary)$/.test(family ?? ""))) {
    return "counter";
  }
  // What showed the time of the recording goes on showing the time; when something started or was read does not.
  return Math.abs(value - recordedAt) < 60 && !/start_time|reload|creation/.test(name) ? "clock" : "gauge";
}
