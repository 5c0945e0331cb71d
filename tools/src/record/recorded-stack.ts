import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exporterJobs, parseSamples } from "@monitoring/collection";
import { parse } from "yaml";
import { isPlain, recordedContracts } from "@monitoring/collection/recorded";

/** A series of the dev stack as Prometheus would store it, with the one value that was recorded. */
export interface StackSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** A clock goes on showing the time. */
  readonly kind: "counter" | "gauge" | "clock";
}

/** A target of the dev stack, with what it answered when it was recorded. */
export interface RecordedTarget {
  readonly job: string;
  readonly instance: string;
  readonly series: readonly StackSeries[];
}

/** What of a scrape config gives a series its labels. */
interface ScrapeConfig {
  readonly job_name: string;
  readonly sample_limit: number;
  readonly params?: { readonly module?: readonly string[] };
  readonly static_configs: readonly {
    readonly targets: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
  }[];
}

const recordings = recordedContracts().filter(isPlain);

/** When the recordings were made, in seconds since 1970: the latest, as no sample is of the future. */
export const recordedAt = Math.max(
  ...recordings.map(({ text }) => Number(/^# recorded at (\d+)/.exec(text)?.[1])),
);

/**
 * Every recorded target of a stack, with the series that it exposes and those that its scrape writes, labelled as the
 * stack's prometheus.yml says.
 */
export function recordedTargets(stackFolder: string): readonly RecordedTarget[] {
  const file = readFileSync(join(stackFolder, "prometheus.yml"), "utf8");
  const { scrape_configs } = parse(file) as { scrape_configs: readonly ScrapeConfig[] };
  return scrape_configs.flatMap((config) => {
    const page = recordedPage(config);
    if (page === undefined) return [];
    // Probes are relabelled to the job of the exporter that is asked.
    const [job = ""] = config.job_name.split("/");
    return config.static_configs.flatMap(({ targets, labels }) =>
      targets.map((instance) => ({
        job,
        instance,
        series: stored(page, { ...labels, job, instance }, config.sample_limit),
      })),
    );
  });
}

/** What the exporter answered; undefined where it could not be recorded. */
function recordedPage({ job_name, params }: ScrapeConfig): string | undefined {
  const [job] = job_name.split("/");
  const recording = recordings.find(({ exporter }) => exporterJobs[exporter] === job);
  if (recording === undefined) return undefined;
  // The blackbox exporter's is its own page and one for each module, with an empty line between two.
  const [own, ...probes] = job === "blackbox" ? recording.text.split("\n\n") : [recording.text];
  const [module] = params?.module ?? [];
  if (module === undefined) return own;
  return probes.find((page) => page.includes("probe_http_") !== (module === "tcp_connect"));
}

type Labels = StackSeries["labels"];

function stored(page: string, target: Labels, sampleLimit: number): StackSeries[] {
  const types = new Map(
    [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
  const samples = parseSamples(page).map(({ name, labels, value }): StackSeries => {
    const number = Number(value.replace("Inf", "Infinity"));
    return {
      name,
      labels: { ...exported(labels, target), ...target },
      value: number,
      kind: kindOf(name, number, types),
    };
  });
  const ofScrape = {
    up: 1,
    scrape_duration_seconds: 0.01,
    scrape_samples_scraped: samples.length,
    scrape_samples_post_metric_relabeling: samples.length,
    scrape_sample_limit: sampleLimit,
    scrape_series_added: 0,
  };
  return [
    ...Object.entries(ofScrape).map(([name, value]): StackSeries => ({
      name,
      labels: target,
      value,
      kind: "gauge",
    })),
    ...samples,
  ];
}

/** A target's own labels, where its job's take the place of one, under another name. */
function exported(labels: Labels, target: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [label in target ? `exported_${label}` : label, value]),
  );
}

function kindOf(name: string, value: number, types: ReadonlyMap<string, string>): StackSeries["kind"] {
  const family = types.get(name.replace(/_(?:bucket|sum|count)$/, ""));
  const part = !types.has(name) && (family === "histogram" || family === "summary");
  if (types.get(name) === "counter" || part) return "counter";
  // What showed the time of the recording shows the time; when something started or was read stays.
  return Math.abs(value - recordedAt) < 60 && !/start_time|reload|creation/.test(name) ? "clock" : "gauge";
}
