import { expect, test } from "@jest/globals";
import { compilePrometheus } from "../src/index.ts";

const input = {
  scrapeInterval: "15s",
  evaluationInterval: "15s",
  externalLabels: { env: "dev" },
  jobs: [
    {
      name: "mcp-server",
      interval: "5s",
      path: "/custom/metrics",
      targets: [{ endpoint: { scheme: "https", host: "mcp.example.com", port: 443 }, service: "mcp-server" }],
    },
  ],
  probes: {
    exporter: { scheme: "http", host: "blackbox-exporter", port: 9115 },
    targets: [{ target: "postgres:5432", service: "postgres", module: "tcp_connect" }],
  },
  ruleFiles: ["rules/a.yml"],
  alertmanagers: [{ scheme: "http", host: "alertmanager", port: 9093 }],
} as const;

test("a job's own interval, path and scheme reach its scrape config", () => {
  expect(compilePrometheus(input)).toMatchObject({
    scrape_configs: [
      {
        job_name: "mcp-server",
        scrape_interval: "5s",
        scrape_timeout: "5s",
        metrics_path: "/custom/metrics",
        scheme: "https",
        static_configs: [{ targets: ["mcp.example.com:443"], labels: { service: "mcp-server" } }],
      },
      {},
    ],
  });
});

test("a probe asks the exporter and keeps the probed address as instance, under the job blackbox", () => {
  expect(compilePrometheus(input)).toMatchObject({
    scrape_configs: [
      {},
      {
        job_name: "blackbox/tcp_connect",
        metrics_path: "/probe",
        params: { module: ["tcp_connect"] },
        static_configs: [
          { targets: ["postgres:5432"], labels: { service: "postgres", probe: "tcp_connect" } },
        ],
        relabel_configs: [
          { source_labels: ["__address__"], target_label: "__param_target" },
          { source_labels: ["__address__"], target_label: "instance" },
          { target_label: "__address__", replacement: "blackbox-exporter:9115" },
          { target_label: "job", replacement: "blackbox" },
        ],
      },
    ],
  });
});

test("every job has limits, so that one target cannot fill the server", () => {
  const { scrape_configs } = compilePrometheus(input) as { scrape_configs: Record<string, unknown>[] };
  expect(scrape_configs.map((job) => [job["sample_limit"], job["label_limit"]])).toEqual([
    [20000, 40],
    [20000, 40],
  ]);
});
