import {
  exporterJobs,
  parseSamples,
  scrapeSeries,
  seconds,
  whyBlind,
  type JobName,
  type ProbeModule,
} from "@monitoring/collection";
import { isPlain, type RecordedContract } from "@monitoring/collection/recorded";
import type { Config } from "../config.ts";
import { watched } from "../targets.ts";

/** A series as Prometheus stores it: its name is the label `__name__`. */
export interface RecordedSeries {
  readonly job: string;
  readonly intervalSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a configuration collects, as far as it was recorded. */
export interface RecordedLoad {
  readonly series: readonly RecordedSeries[];
  /** Jobs whose exporter nobody has recorded. */
  readonly unrecorded: readonly string[];
}

/** Where a probe's answer lies in the blackbox exporter's recording: its own metrics come first. */
const pageOfModule: Readonly<Record<ProbeModule, number | "tls">> = {
  http_2xx: 1,
  tcp_connect: 2,
  mcp_initialize: 3,
  mcp_discover: 3,
  tls_connect: "tls",
};

/** Every series that a configuration's targets would give if they were like those that were recorded. */
export function recordedSeries(config: Config, contracts: readonly RecordedContract[]): RecordedLoad {
  const { jobs, probes } = watched(config);
  const own = jobs.flatMap(({ name, targets, interval }) => {
    const pages = pagesOf(name, config, contracts);
    return targets.flatMap(({ service }) =>
      page(pages, { job: name, service, instance: service }, seconds(interval ?? config.scrapeInterval)),
    );
  });
  const asked = probes.flatMap(({ target, service, module }) =>
    page(
      [probePage(module, contracts)],
      { job: "blackbox", service, instance: target, probe: module },
      seconds(config.scrapeInterval),
    ),
  );
  const blind = whyBlind(config.platform);
  return {
    series: [...own, ...asked].filter(
      ({ labels }) => blind({ metric: labels["__name__"], matchers: [] }) === undefined,
    ),
    unrecorded: jobs
      .map(({ name }) => name)
      .filter((name) => pagesOf(name, config, contracts).every((text) => text === "")),
  };
}

function pagesOf(job: JobName, config: Config, contracts: readonly RecordedContract[]): readonly string[] {
  const ofExporter = contracts.filter(({ exporter }) => exporterJobs[exporter] === job);
  // A suffix says under which condition more is shown; the last version counts.
  const plain = ofExporter.findLast(isPlain)?.text ?? "";
  const variant = (suffix: string): string =>
    ofExporter.findLast(({ version }) => version.endsWith(suffix))?.text ?? "";
  if (job === "blackbox") return [plain.split("\n\n")[0] ?? ""];
  if (job === "prometheus" && Object.keys(config.remoteWrite).length > 0) {
    return [plain, variant("-remote-write")];
  }
  if (job !== "mcp-server" || typeof config.demo === "boolean") return [plain];
  const { dialect } = config.demo;
  return [
    ...(dialect.includes("seed") ? [plain] : []),
    ...(dialect.includes("otel") ? [variant("otel-node")] : []),
  ];
}

function probePage(module: ProbeModule, contracts: readonly RecordedContract[]): string {
  const ofExporter = contracts.filter(({ exporter }) => exporter === "blackbox-exporter");
  const at = pageOfModule[module];
  if (at === "tls") return ofExporter.findLast(({ version }) => version.endsWith("-tls"))?.text ?? "";
  return ofExporter.findLast(isPlain)?.text.split("\n\n")[at] ?? "";
}

function page(
  texts: readonly string[],
  target: Readonly<Record<string, string>> & { readonly job: string },
  intervalSeconds: number,
): readonly RecordedSeries[] {
  const { job } = target;
  const scraped = texts.flatMap(parseSamples).map(({ name, labels }) => ({
    job,
    intervalSeconds,
    // A label of the exporter's that the target has, too, is renamed by Prometheus.
    labels: {
      ...Object.fromEntries(
        Object.entries(labels).map(([label, value]) => [
          label in target ? `exported_${label}` : label,
          value,
        ]),
      ),
      ...target,
      __name__: name,
    },
  }));
  return [
    ...scraped,
    ...scrapeSeries.map((name) => ({ job, intervalSeconds, labels: { ...target, __name__: name } })),
  ];
}
