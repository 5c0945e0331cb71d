import { once } from "node:events";
import { createServer } from "node:http";
import { listen } from "../loopback.ts";

/** One answer of the target: a number that no other answer has, and who asked. */
export interface Exposure {
  readonly n: number;
  readonly agent: string;
}

/** A target whose every answer is numbered. */
export interface SequenceTarget {
  readonly port: number;
  readonly exposures: readonly Exposure[];
  readonly close: () => Promise<void>;
}

/** The metric that carries the number. */
export const sequenceMetric = "outage_sequence";

/** A page without any metric, for the target of which only `up` is of interest. */
export const witnessPath = "/witness";

/** How many series carry it: a backlog of some minutes takes several requests, as a real one does. */
export const sequenceSeries = 100;

const names = Array.from({ length: sequenceSeries }, (_, i) => String(i).padStart(2, "0"));

/** Serves numbered answers on loopback; who asks says so in `?agent=`. */
export async function serveSequence(): Promise<SequenceTarget> {
  const exposures: Exposure[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://target");
    response.setHeader("content-type", "text/plain; version=0.0.4");
    if (pathname === witnessPath) {
      response.end("");
      return;
    }
    const agent = searchParams.get("agent") ?? "";
    const n = exposures.length;
    exposures.push({ n, agent });
    const lines = names.map((series) => `${sequenceMetric}{series="${series}"} ${n}`);
    response.end(`# TYPE ${sequenceMetric} gauge\n${lines.join("\n")}\n# TYPE unread gauge\nunread ${n}\n`);
  });
  const port = await listen(server);
  return {
    port,
    exposures,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
