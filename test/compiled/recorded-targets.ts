import { createServer } from "node:http";
import { once } from "node:events";
import type { RecordedSeries } from "@monitoring/stacks/cost";
import { listen } from "../../tools/src/loopback.ts";

/** Recorded targets that answer again. */
export interface RecordedTargets {
  readonly scrapeConfigs: readonly object[];
  readonly close: () => Promise<void>;
}

// Prometheus sets these by itself, from the scrape or the target.
const ofScrapes = /^(?:up|scrape_.+)$/;
const ofTargets = ["__name__", "job", "service", "instance", "probe"];

/**
 * Serves recorded series on loopback, each target's at its own path and under its own labels and those that
 * all have. Every series grows at a pace of its own, so that no rate is 0 and hardly two are the same.
 */
export async function serveRecorded(
  series: readonly RecordedSeries[],
  common: Readonly<Record<string, string>>,
): Promise<RecordedTargets> {
  const targets = [...Map.groupBy(series, ({ labels }) => key(labels)).values()];
  const since = Date.now();
  const server = createServer((request, response) => {
    const target = targets[Number((request.url ?? "").slice(1))] ?? [];
    const seconds = (Date.now() - since) / 1000;
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(
      target
        .flatMap(({ labels }, i) => {
          const name = labels["__name__"] ?? "";
          if (ofScrapes.test(name)) return [];
          const own = Object.entries(labels).filter(([label]) => !ofTargets.includes(label));
          const text = own.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(",");
          return [`${name}{${text}} ${(100 + seconds * (1 + (i % 97) / 7)).toFixed(3)}\n`];
        })
        .join(""),
    );
  });
  const port = await listen(server);
  return {
    scrapeConfigs: targets.flatMap(([first], i) =>
      first === undefined ? [] : [scrapeConfig(first, common, `/${i}`, `127.0.0.1:${port}`)],
    ),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function scrapeConfig(
  { job, intervalSeconds, labels }: RecordedSeries,
  common: Readonly<Record<string, string>>,
  path: string,
  address: string,
): object {
  const own = ofTargets.slice(2).flatMap((label) => (labels[label] ? [[label, labels[label]] as const] : []));
  return {
    job_name: `target ${path}`,
    metrics_path: path,
    scrape_interval: `${intervalSeconds}s`,
    scrape_timeout: `${Math.min(intervalSeconds, 10)}s`,
    static_configs: [{ targets: [address], labels: { ...common, ...Object.fromEntries(own) } }],
    relabel_configs: [{ target_label: "job", replacement: job }],
  };
}

function key(labels: RecordedSeries["labels"]): string {
  return ofTargets
    .slice(1)
    .map((label) => labels[label] ?? "")
    .join(" ");
}
