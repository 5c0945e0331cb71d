import { describe, expect, test } from "@jest/globals";
import {
  compileAgent,
  compilePrometheus,
  isCollecting,
  scrapeLimits,
  type JobName,
  type PrometheusInput,
  type ScrapeJob,
} from "../src/index.ts";

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

const everyJob: PrometheusInput = {
  ...input,
  jobs: Object.keys(scrapeLimits).map((name) => ({
    name: name as JobName,
    targets: [{ endpoint: { scheme: "http", host: name, port: 80 }, service: name }],
  })),
};

function scrapeConfigs(of: PrometheusInput): Record<string, unknown>[] {
  return (compilePrometheus(of) as { scrape_configs: Record<string, unknown>[] }).scrape_configs;
}

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
  expect(scrapeConfigs(everyJob)).toHaveLength(11);
  for (const job of scrapeConfigs(everyJob)) {
    expect(job).toMatchObject({
      sample_limit: expect.any(Number),
      label_limit: 40,
      label_value_length_limit: 512,
      body_size_limit: expect.stringMatching(/^[1-9]\d*MB$/),
    });
  }
});

test("only the mcp server's labels are cut, to what the limit of a value's length lets through", () => {
  const cut = scrapeConfigs(everyJob).filter((job) =>
    JSON.stringify(job["metric_relabel_configs"]).includes("tool_name"),
  );
  expect(cut).toMatchObject([{ job_name: "mcp-server", sample_limit: 5000 }]);
  expect(cut[0]?.["metric_relabel_configs"]).toContainEqual({
    source_labels: ["tool_name"],
    regex: "(?s)(.{128}).+",
    target_label: "tool_name",
    replacement: "$1",
  });
});

test("the nearness of a limit is told by series of its own", () => {
  expect(compilePrometheus(everyJob)).toMatchObject({ global: { extra_scrape_metrics: true } });
});

// With it a target could write the series of another: up{job="victim"} 1.
test("no target's labels are honoured over those of its job", () => {
  expect(JSON.stringify(compilePrometheus(everyJob))).not.toContain("honor_labels");
  // @ts-expect-error: a job has no field for it
  const job: ScrapeJob = { name: "node", targets: [], honorLabels: true };
  expect(JSON.stringify(compilePrometheus({ ...input, jobs: [job] }))).not.toMatch(/honor_?labels/i);
});

test("no target says of which stack, cluster, replica or drill its samples are, nor of what time", () => {
  for (const job of scrapeConfigs(everyJob)) {
    expect(job).toMatchObject({
      honor_timestamps: false,
      metric_relabel_configs: expect.arrayContaining([
        { action: "labelmap", regex: "(cluster|drill|env)|__(replica)__", replacement: "exported_$1$2" },
        { action: "labeldrop", regex: "cluster|drill|env|__replica__" },
      ]),
    });
  }
});

test("tasks of ECS are found by service, while they run, and known by their id", () => {
  const cluster = "arn:aws:ecs:eu-central-1:111122223333:cluster/app";
  const found = { region: "eu-central-1", cluster, services: ["mcp"], port: 3001, service: "mcp-server" };
  const jobs = [{ name: "mcp-server", targets: [], discovered: [found] }] as const;
  const [config] = scrapeConfigs({ ...input, jobs });
  expect(config).not.toHaveProperty("static_configs");
  expect(config).toMatchObject({
    aws_sd_configs: [{ role: "ecs", region: "eu-central-1", clusters: [cluster], port: 3001 }],
    relabel_configs: [
      {
        source_labels: ["__meta_ecs_cluster_arn", "__meta_ecs_service", "__meta_ecs_last_status"],
        regex: `${cluster};(?:mcp);RUNNING`,
        action: "keep",
      },
      { source_labels: ["__meta_ecs_task_arn"], regex: ".*/(.+)", target_label: "instance" },
      { source_labels: ["__meta_ecs_service"], target_label: "service" },
      {
        source_labels: ["__meta_ecs_service"],
        regex: "mcp",
        target_label: "service",
        replacement: "mcp-server",
      },
    ],
  });
});

describe("an agent", () => {
  const agent = { ...input, remoteWrite: [{ name: "amp", url: "https://amp.example.com" }] };

  test("scrapes and sends the same, and names nothing that an agent refuses", () => {
    const server = compilePrometheus(agent) as Record<string, unknown>;
    const compiled = compileAgent(agent) as Record<string, unknown>;
    expect(Object.keys(compiled).sort()).toEqual(["global", "remote_write", "scrape_configs"]);
    expect(compiled["scrape_configs"]).toEqual(server["scrape_configs"]);
    expect(compiled["remote_write"]).toEqual(server["remote_write"]);
    expect(compiled["global"]).toEqual({
      scrape_interval: "15s",
      external_labels: { env: "dev" },
      extra_scrape_metrics: true,
    });
  });

  test.each([
    ["has collected", 'prometheus_agent_samples_appended_total{type="float"} 1.2e+06', true],
    ["has only started", 'prometheus_agent_samples_appended_total{type="float"} 0', false],
    ["is not there", "", false],
  ])("that %s is told by its page", (_, page, collecting) => {
    expect(isCollecting(`# HELP x\n${page}\n`)).toBe(collecting);
  });
});
