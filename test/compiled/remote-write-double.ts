import { createServer } from "node:http";
import { once } from "node:events";
import { listen } from "../../tools/src/loopback.ts";
import {
  decodeWrite,
  inProtocol,
  readBody,
  type Check,
  type ReceivedSample,
} from "../../tools/src/outage/remote-write-wire.ts";

/** A stand-in for a receiver of remote_write. */
export interface RemoteWriteDouble {
  readonly url: string;
  readonly samples: readonly ReceivedSample[];
  /** What was wrong with requests that were refused. */
  readonly refused: readonly string[];
  /** How many requests were answered that there are too many. */
  readonly throttled: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Takes Prometheus's remote write, version 1. The first requests are answered with 429, as AMP throttles.
 */
export async function startDouble(check: Check, throttle: number): Promise<RemoteWriteDouble> {
  const samples: ReceivedSample[] = [];
  const refused: string[] = [];
  let throttled = 0;
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const wrong = check(request, body) ?? inProtocol(request, body);
      if (wrong !== undefined) {
        refused.push(wrong);
        response.writeHead(403).end(wrong);
      } else if (throttled < throttle) {
        throttled++;
        response.writeHead(429).end("too many requests");
      } else {
        samples.push(...decodeWrite(body));
        response.writeHead(204).end();
      }
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    samples,
    refused,
    throttled: () => throttled,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Wants an Authorization header word for word. */
export function authorizedBy(header: string): Check {
  return ({ headers }) =>
    headers.authorization === header ? undefined : `authorization is ${String(headers.authorization)}`;
}
