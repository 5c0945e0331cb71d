import type { RelabelConfig } from "./compile-keep-list.ts";

/** What the bridge to Datadog is made from. */
export interface DatadogInput {
  /** Datadog's site, e.g. `datadoghq.eu`. */
  readonly site: string;
  /** Prometheus's own `global` and `scrape_configs`. */
  readonly prometheus: { readonly global: object; readonly scrape_configs: readonly object[] };
  readonly keep: readonly RelabelConfig[];
}

interface ScrapeConfig {
  readonly metric_relabel_configs?: readonly object[];
}

/** Where the collector finds the API key: a file, so that it is in no environment and no configuration. */
export const datadogKeyFile = "/etc/otelcol-contrib/datadog-api-key";

/**
 * Configuration of an OpenTelemetry Collector (contrib) that scrapes what Prometheus scrapes and sends it to Datadog,
 * which has no receiver for remote_write.
 */
export function compileDatadog({ site, prometheus, keep }: DatadogInput): object {
  const scrape_configs = prometheus.scrape_configs.map((job: ScrapeConfig) => {
    const relabelling = [...(job.metric_relabel_configs ?? []), ...keep];
    return { ...job, ...(relabelling.length > 0 && { metric_relabel_configs: relabelling }) };
  });
  return {
    receivers: { prometheus: { config: escaped({ global: prometheus.global, scrape_configs }) } },
    processors: {
      // Datadog takes 3.2 MB a request.
      batch: { send_batch_max_size: 1000, send_batch_size: 100, timeout: "10s" },
    },
    exporters: { datadog: { api: { key: `\${file:${datadogKeyFile}}`, site } } },
    service: {
      pipelines: { metrics: { receivers: ["prometheus"], processors: ["batch"], exporters: ["datadog"] } },
    },
  };
}

// The collector takes $ for the begin of a variable, also in what it hands to Prometheus's code.
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escaped(member)]));
}
