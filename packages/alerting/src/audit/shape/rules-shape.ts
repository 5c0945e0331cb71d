import type { Shape } from "./shape.ts";

/** A rule file (prometheus 3.14, model/rulefmt/rulefmt.go). */
export const rulesShape: Shape = {
  keys: {
    groups: {
      list: {
        keys: {
          name: "text",
          interval: "duration",
          query_offset: "duration",
          limit: "number",
          labels: { map: "text" },
          rules: {
            list: {
              keys: {
                record: "text",
                alert: "text",
                expr: "text",
                for: "duration",
                keep_firing_for: "duration",
                labels: { map: "text" },
                annotations: { map: "text" },
              },
              required: ["expr"],
            },
          },
        },
        required: ["name"],
      },
    },
  },
  required: ["groups"],
};

/** A unit test of rules (prometheus 3.14, cmd/promtool/unittest.go). */
export const ruleTestsShape: Shape = {
  keys: {
    rule_files: { list: "glob" },
    evaluation_interval: "duration",
    group_eval_order: { list: "text" },
    fuzzy_compare: "bool",
    tests: {
      list: {
        keys: {
          name: "text",
          interval: "duration",
          start_timestamp: "text",
          input_series: { list: { keys: { series: "text", values: "text" }, required: ["series"] } },
          alert_rule_test: {
            list: {
              keys: {
                eval_time: "duration",
                alertname: "text",
                exp_alerts: {
                  list: { keys: { exp_labels: { map: "text" }, exp_annotations: { map: "text" } } },
                },
              },
              required: ["alertname"],
            },
          },
          promql_expr_test: {
            list: {
              keys: {
                expr: "text",
                eval_time: "duration",
                exp_samples: { list: { keys: { labels: "text", value: "text", histogram: "text" } } },
              },
              required: ["expr"],
            },
          },
          external_labels: { map: "text" },
          external_url: "text",
        },
      },
    },
  },
  required: ["tests"],
};

/** A web configuration (prometheus/exporter-toolkit, web/tls_config.go). */
export const webShape: Shape = {
  keys: {
    tls_server_config: {
      keys: {
        cert: "text",
        key: "secret",
        client_ca: "text",
        cert_file: "file",
        key_file: "file",
        client_auth_type: "text",
        client_ca_file: "file",
        cipher_suites: { list: "text" },
        curve_preferences: { list: "text" },
        min_version: "text",
        max_version: "text",
        prefer_server_cipher_suites: "bool",
        client_allowed_sans: { list: "text" },
      },
    },
    http_server_config: { keys: { http2: "bool", headers: { map: "text" } } },
    rate_limit: { keys: { burst: "number", interval: "goDuration" } },
    basic_auth_users: { map: "text" },
  },
};
