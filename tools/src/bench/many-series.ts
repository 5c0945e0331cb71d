import { once } from "node:events";
import { createServer } from "node:http";
import { exporterJobs } from "@monitoring/collection";
import { isPlain, type RecordedContract } from "@monitoring/collection/recorded";
import { listen } from "../loopback.ts";

/** Recorded expositions, served over and over as if by many stacks. */
export interface ManySeries {
  /** Series over all targets. */
  readonly series: number;
  readonly scrapeConfigs: readonly object[];
  close: () => Promise<void>;
}

const isSample = (line: string): boolean => line !== "" && !line.startsWith("#");

/**
 * Serves at least so many series on loopback: every recording in as many copies as it takes, each a service of its
 * own. Values grow by one a second, so that rates are not 0.
 */
export async function serveManySeries(
  contracts: readonly RecordedContract[],
  least: number,
): Promise<ManySeries> {
  const pages = new Map<string, readonly string[]>();
  for (const { exporter, text } of contracts.filter(isPlain)) pages.set(exporter, text.split("\n"));
  const perCopy = [...pages.values()].reduce((sum, lines) => sum + lines.filter(isSample).length, 0);
  const copies = Math.ceil(least / perCopy);
  const since = Date.now();
  const server = createServer((request, response) => {
    const [, exporter = ""] = (request.url ?? "").split("/");
    const seconds = Math.floor((Date.now() - since) / 1000);
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end((pages.get(exporter) ?? []).map((line) => grown(line, seconds)).join("\n"));
  });
  const port = await listen(server);
  return {
    series: copies * perCopy,
    scrapeConfigs: [...pages.keys()].map((exporter) => ({
      job_name: exporterJobs[exporter] ?? exporter,
      static_configs: Array.from({ length: copies }, (_, copy) => ({
        targets: [`127.0.0.1:${port}`],
        labels: {
          __metrics_path__: `/${exporter}/${copy}`,
          instance: `${exporter}-${copy}`,
          service: `${exporterJobs[exporter] ?? exporter}-${copy}`,
        },
      })),
    })),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function grown(line: string, seconds: number): string {
  if (!isSample(line)) return line;
  const at = line.lastIndexOf(" ");
  return `${line.slice(0, at)} ${Number(line.slice(at + 1)) + seconds}`;
}
