import type { Duration } from "./duration.ts";
import { address, url, type Endpoint } from "./endpoint.ts";
import type { EcsTargets, ProbeModule, ProbeTarget, ScrapeJob } from "./scrape-job.ts";
import { putForeignLabelsApart } from "./own-labels.ts";
import { cutClientLabels, scrapeLimits } from "./scrape-limits.ts";

/** Everything that ends up in prometheus.yml. */
export interface PrometheusInput {
  readonly scrapeInterval: Duration;
  readonly evaluationInterval: Duration;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly jobs: readonly ScrapeJob[];
  readonly probes: { readonly exporter: Endpoint; readonly targets: readonly ProbeTarget[] };
  /** Paths relative to prometheus.yml, by name: a volume keeps files that were dropped, a glob would load them. */
  readonly ruleFiles: readonly string[];
  readonly alertmanagers: readonly Endpoint[];
  /** Compiled destinations of remote_write. @default none */
  readonly remoteWrite?: readonly object[];
}

/**
 * How often a lasting alert is handed over again. Alertmanager takes one that it has not heard of for four times as long
 * for over: so long Watchdog goes on beating when Prometheus is dead. Prometheus's own minute would make it four.
 */
export const resendDelay = "30s" satisfies Duration;

/** Folder of the files that Prometheus authenticates to others with, in its container. */
export const prometheusSecretsFolder = "/etc/prometheus-secrets";

/** prometheus.yml as a plain value. */
export function compilePrometheus(input: PrometheusInput): object {
  return {
    global: { ...compileGlobal(input), evaluation_interval: input.evaluationInterval },
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: input.alertmanagers.map(address) }] }],
    },
    rule_files: input.ruleFiles,
    ...compileScrapes(input),
    ...(input.remoteWrite && input.remoteWrite.length > 0 && { remote_write: input.remoteWrite }),
  };
}

/** What is collected and sent: a Prometheus that evaluates nothing and keeps nothing. */
export type AgentInput = Pick<PrometheusInput, "scrapeInterval" | "externalLabels" | "jobs" | "probes"> &
  Required<Pick<PrometheusInput, "remoteWrite">>;

/** prometheus.yml of an agent (`--agent`), which refuses to start where rules or Alertmanagers are named. */
export function compileAgent(input: AgentInput): object {
  return { global: compileGlobal(input), ...compileScrapes(input), remote_write: input.remoteWrite };
}

function compileGlobal(input: Pick<PrometheusInput, "scrapeInterval" | "externalLabels">): object {
  return {
    scrape_interval: input.scrapeInterval,
    external_labels: input.externalLabels,
    // Writes the series scrape_sample_limit and scrape_body_size_bytes, which tell how near a limit is.
    extra_scrape_metrics: true,
  };
}

/** The part of prometheus.yml that says what is scraped, which other scrapers take as well. */
export function compileScrapes(input: Pick<PrometheusInput, "jobs" | "probes">): {
  readonly scrape_configs: readonly object[];
} {
  return { scrape_configs: [...input.jobs.map(compileJob), ...compileProbes(input.probes)] };
}

function compileJob(job: ScrapeJob): object {
  const timeout = job.timeout ?? job.interval;
  return {
    job_name: job.name,
    metrics_path: job.path ?? "/metrics",
    scheme: job.targets[0]?.endpoint.scheme ?? "http",
    ...anyScrape,
    ...(job.interval && { scrape_interval: job.interval }),
    ...(timeout && { scrape_timeout: timeout }),
    ...scrapeLimits[job.name],
    ...(job.targets.length > 0 && {
      static_configs: job.targets.map(({ endpoint, service }) => ({
        targets: [address(endpoint)],
        labels: { service },
      })),
    }),
    ...(job.discovered && compileDiscovery(job.discovered)),
    metric_relabel_configs: [...putForeignLabelsApart, ...(job.name === "mcp-server" ? cutClientLabels : [])],
  };
}

/**
 * Running tasks of the named services. Prometheus asks for every service of a cluster at once, so that the names are
 * looked at afterwards. A task's id takes the place of its address, which another task may have tomorrow.
 */
function compileDiscovery(discovered: readonly EcsTargets[]): object {
  return {
    aws_sd_configs: discovered.map(({ region, cluster, port }) => ({
      role: "ecs",
      region,
      clusters: [cluster],
      port,
    })),
    relabel_configs: [
      {
        source_labels: ["__meta_ecs_cluster_arn", "__meta_ecs_service", "__meta_ecs_last_status"],
        regex: discovered
          .map(({ cluster, services }) => `${cluster};(?:${services.join("|")});RUNNING`)
          .join("|"),
        action: "keep",
      },
      { source_labels: ["__meta_ecs_task_arn"], regex: ".*/(.+)", target_label: "instance" },
      { source_labels: ["__meta_ecs_service"], target_label: "service" },
      ...discovered.flatMap(({ services, service }) =>
        service === undefined
          ? []
          : [
              {
                source_labels: ["__meta_ecs_service"],
                regex: services.join("|"),
                target_label: "service",
                replacement: service,
              },
            ],
      ),
    ],
  };
}

/**
 * What holds for whatever is scraped. A sample's time is that of its scrape: of a target whose clock is ten minutes late
 * nothing would be seen, though it is up and every sample is stored (measured with 3.14).
 */
const anyScrape = { honor_timestamps: false } as const;

/** One scrape config per module, which `probe` names; the exporter is asked, the probed address becomes `instance`. */
function compileProbes({ exporter, targets }: PrometheusInput["probes"]): object[] {
  const modules = [...new Set(targets.map((target) => target.module))].sort();
  return modules.map((module: ProbeModule) => ({
    job_name: `blackbox/${module}`,
    metrics_path: "/probe",
    params: { module: [module] },
    ...anyScrape,
    ...scrapeLimits.blackbox,
    static_configs: targets
      .filter((target) => target.module === module)
      .map(({ target, service }) => ({ targets: [target], labels: { service, probe: module } })),
    relabel_configs: [
      { source_labels: ["__address__"], target_label: "__param_target" },
      { source_labels: ["__address__"], target_label: "instance" },
      { target_label: "__address__", replacement: address(exporter) },
      { target_label: "job", replacement: "blackbox" },
    ],
    metric_relabel_configs: putForeignLabelsApart,
  }));
}

/** Where a person opens a service. */
export function browserUrl(bindAddress: string, port: number): string {
  return url({ scheme: "http", host: bindAddress === "0.0.0.0" ? "127.0.0.1" : bindAddress, port });
}
