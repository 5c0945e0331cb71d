import { httpClient, sigv4, tls } from "./http-client.ts";
import type { Shape } from "./shape.ts";

const relabeling: Shape = {
  list: {
    keys: {
      source_labels: { list: "text" },
      separator: "text",
      regex: "regex",
      modulus: "number",
      target_label: "text",
      replacement: "text",
      action: "text",
    },
  },
};

const targets: Shape = { list: { keys: { targets: { list: "text" }, labels: { map: "text" } } } };

const discovery = {
  static_configs: targets,
  file_sd_configs: {
    list: { keys: { files: { list: "glob" }, refresh_interval: "duration" }, required: ["files"] },
  },
  http_sd_configs: {
    list: { keys: { url: "url", refresh_interval: "duration", ...httpClient }, required: ["url"] },
  },
  dns_sd_configs: {
    list: {
      keys: { names: { list: "text" }, refresh_interval: "duration", type: "text", port: "number" },
      required: ["names"],
    },
  },
} as const satisfies Readonly<Record<string, Shape>>;

// Prometheus knows two dozen further ways to discover targets, whose settings are not judged here.
const others = (key: string): Shape | undefined => (/^[a-z0-9]+_sd_configs$/.test(key) ? "any" : undefined);

const limits = {
  body_size_limit: "text",
  sample_limit: "number",
  target_limit: "number",
  label_limit: "number",
  label_name_length_limit: "number",
  label_value_length_limit: "number",
  keep_dropped_targets: "number",
  metric_name_validation_scheme: "text",
  metric_name_escaping_scheme: "text",
  scrape_native_histograms: "bool",
  convert_classic_histograms_to_nhcb: "bool",
  always_scrape_classic_histograms: "bool",
  extra_scrape_metrics: "bool",
  scrape_protocols: { list: "text" },
  scrape_interval: "duration",
  scrape_timeout: "duration",
  scrape_failure_log_file: "text",
} as const satisfies Readonly<Record<string, Shape>>;

const scrapeConfig: Shape = {
  keys: {
    ...limits,
    ...discovery,
    ...httpClient,
    job_name: "text",
    honor_labels: "bool",
    honor_timestamps: "bool",
    track_timestamps_staleness: "bool",
    params: { map: { list: "text" } },
    fallback_scrape_protocol: "text",
    metrics_path: "text",
    scheme: "text",
    enable_compression: "bool",
    native_histogram_bucket_limit: "number",
    native_histogram_min_bucket_factor: "number",
    relabel_configs: relabeling,
    metric_relabel_configs: relabeling,
  },
  required: ["job_name"],
  others,
};

const remote = {
  url: "url",
  remote_timeout: "duration",
  headers: { map: "text" },
  name: "text",
  ...httpClient,
} as const satisfies Readonly<Record<string, Shape>>;

/** prometheus.yml (prometheus 3.14, config/config.go). */
export const prometheusShape: Shape = {
  keys: {
    global: {
      keys: {
        ...limits,
        evaluation_interval: "duration",
        rule_query_offset: "duration",
        query_log_file: "text",
        external_labels: { map: "text" },
      },
    },
    runtime: { keys: { gogc: "number" } },
    alerting: {
      keys: {
        alert_relabel_configs: relabeling,
        alertmanagers: {
          list: {
            keys: {
              ...discovery,
              ...httpClient,
              sigv4,
              scheme: "text",
              path_prefix: "text",
              timeout: "duration",
              api_version: "text",
              relabel_configs: relabeling,
              alert_relabel_configs: relabeling,
            },
            others,
          },
        },
      },
    },
    rule_files: { list: "glob" },
    scrape_config_files: { list: "glob" },
    scrape_configs: { list: scrapeConfig },
    storage: {
      keys: {
        tsdb: {
          keys: {
            out_of_order_time_window: "duration",
            stale_series_compaction_threshold: "number",
            chunk_encoding: { keys: { floats: "text" } },
            retention: { keys: { time: "duration", size: "text", percentage: "number" } },
          },
        },
        exemplars: { keys: { max_exemplars: "number" } },
      },
    },
    tracing: {
      keys: {
        client_type: "text",
        endpoint: "text",
        sampling_fraction: "number",
        insecure: "bool",
        tls_config: tls,
        headers: { map: "text" },
        compression: "text",
        timeout: "duration",
      },
    },
    remote_write: {
      list: {
        keys: {
          ...remote,
          write_relabel_configs: relabeling,
          send_exemplars: "bool",
          send_native_histograms: "bool",
          round_robin_dns: "bool",
          protobuf_message: "text",
          queue_config: {
            keys: {
              capacity: "number",
              max_shards: "number",
              min_shards: "number",
              max_samples_per_send: "number",
              batch_send_deadline: "duration",
              min_backoff: "duration",
              max_backoff: "duration",
              retry_on_http_429: "bool",
              sample_age_limit: "duration",
            },
          },
          metadata_config: {
            keys: { send: "bool", send_interval: "duration", max_samples_per_send: "number" },
          },
          sigv4,
          azuread: { keys: {}, others: () => "any" },
          google_iam: { keys: { credentials_file: "file" } },
        },
        required: ["url"],
      },
    },
    remote_read: {
      list: {
        keys: {
          ...remote,
          chunked_read_limit: "number",
          read_recent: "bool",
          required_matchers: { map: "text" },
          filter_external_labels: "bool",
        },
        required: ["url"],
      },
    },
    otlp: {
      keys: {
        promote_all_resource_attributes: "bool",
        promote_resource_attributes: { list: "text" },
        ignore_resource_attributes: { list: "text" },
        translation_strategy: "text",
        keep_identifying_resource_attributes: "bool",
        convert_histograms_to_nhcb: "bool",
        promote_scope_metadata: "bool",
        label_name_underscore_sanitization: "bool",
        label_name_preserve_multiple_underscores: "bool",
      },
    },
  },
};

/** A file of targets for file_sd_configs. */
export const targetsShape: Shape = targets;

/** A file of scrape_config_files. */
export const scrapeConfigsShape: Shape = { keys: { scrape_configs: { list: scrapeConfig } } };
