import type { JobName } from "./scrape-job.ts";

/** What a target may send at most; a scrape over any of these is refused as a whole, with the limit in its error. */
export interface ScrapeLimits {
  readonly sample_limit: number;
  readonly label_limit: number;
  /** In bytes, after metric relabelling. */
  readonly label_value_length_limit: number;
  readonly body_size_limit: string;
}

// Labels: cAdvisor has the most, under 20. Values: room for an image's or a file system's full name, not for a text.
const labels = { label_limit: 40, label_value_length_limit: 512 };

/**
 * Limits by job, so that one target with runaway labels fails its own scrape and not the server: a sample costs about
 * 5 kB of memory, and Prometheus has 1 GB. What a job sends on the dev stack stands beside its limit.
 */
export const scrapeLimits: Readonly<Record<JobName, ScrapeLimits>> = {
  // 1000: grows with rule groups and jobs only.
  prometheus: { ...labels, sample_limit: 10_000, body_size_limit: "10MB" },
  // 500: grows with receivers only.
  alertmanager: { ...labels, sample_limit: 5_000, body_size_limit: "5MB" },
  // Some thousands: histograms of every HTTP route.
  grafana: { ...labels, sample_limit: 15_000, body_size_limit: "10MB" },
  // 460: grows with processors, disks and network interfaces.
  node: { ...labels, sample_limit: 5_000, body_size_limit: "5MB" },
  // 1100: about 80 a container.
  cadvisor: { ...labels, sample_limit: 20_000, body_size_limit: "20MB" },
  // Not recorded; a task has a handful of containers with about 30 each, by processor and network.
  ecs: { ...labels, sample_limit: 5_000, body_size_limit: "5MB" },
  // 930: about 30 a table, and a database may have a thousand tables.
  postgres: { ...labels, sample_limit: 50_000, body_size_limit: "20MB" },
  // 490: grows with commands used and connected clients.
  redis: { ...labels, sample_limit: 5_000, body_size_limit: "5MB" },
  // 60 of the exporter itself, under 30 a probe.
  blackbox: { ...labels, sample_limit: 1_000, body_size_limit: "1MB" },
  // 350: the product of tools and clients, both of which clients may name: smaller, for that, than what the
  // others may send. Its size has room for names of 10 kB, which are cut only after the answer is read.
  "mcp-server": { ...labels, sample_limit: 5_000, body_size_limit: "20MB" },
};

// What MCP clients put into labels: names of tools, prompts and methods that need not exist, and their own names.
const clientLabels = [
  "client_id",
  "gen_ai_prompt_name",
  "gen_ai_tool_name",
  "mcp_method_name",
  "mcp_resource_uri",
  "tool_name",
] as const;

// In characters, of which each takes up to four bytes: what remains is under the limit of a value's length.
const clientLabelLength = labels.label_value_length_limit / 4;

/**
 * Cuts what clients put into labels. Relabelling comes before the limits apply, so that a client which calls a tool
 * with a name of 10 kB does not fail the scrape of the whole server, and with it page McpServerDown.
 */
export const cutClientLabels: readonly object[] = clientLabels.map((label) => ({
  source_labels: [label],
  regex: `(?s)(.{${clientLabelLength}}).+`,
  target_label: label,
  replacement: "$1",
}));
