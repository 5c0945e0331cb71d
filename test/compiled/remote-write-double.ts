import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { sign } from "aws4";
import protobuf from "protobufjs";
import { uncompress } from "snappyjs";
import { listen } from "../../tools/src/loopback.ts";

/** A sample as it arrived. */
export interface ReceivedSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly timestamp: number;
  readonly value: number;
}

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

/** What a receiver wants of a request: undefined if all is well, else what is not. */
export type Check = (request: IncomingMessage, body: Buffer) => string | undefined;

const { root } = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
`);
const writeRequest = root.lookupType("WriteRequest");

interface WriteRequest {
  readonly timeseries?: readonly {
    readonly labels: readonly { readonly name: string; readonly value: string }[];
    readonly samples?: readonly { readonly value?: number; readonly timestamp: number }[];
  }[];
}

/**
 * Takes Prometheus's remote write, version 1: snappy and protobuf are read by libraries that have nothing to do with
 * Prometheus. The first requests are answered with 429, as AMP throttles.
 */
export async function startDouble(check: Check, throttle: number): Promise<RemoteWriteDouble> {
  const samples: ReceivedSample[] = [];
  const refused: string[] = [];
  let throttled = 0;
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const wrong = check(request, body) ?? protocolMistake(request);
      if (wrong !== undefined) {
        refused.push(wrong);
        response.writeHead(403).end(wrong);
      } else if (throttled < throttle) {
        throttled++;
        response.writeHead(429).end("too many requests");
      } else {
        samples.push(...decode(body));
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

function protocolMistake({ method, headers }: IncomingMessage): string | undefined {
  const said = [
    method,
    headers["content-type"],
    headers["content-encoding"],
    headers["x-prometheus-remote-write-version"],
  ];
  const right = ["POST", "application/x-protobuf", "snappy", "0.1.0"].every((word, i) => said[i] === word);
  return right ? undefined : `not remote write 1.0: ${said.join(", ")}`;
}

function decode(body: Buffer): ReceivedSample[] {
  const message = writeRequest.decode(uncompress(body));
  const { timeseries = [] } = writeRequest.toObject(message, { longs: Number }) as WriteRequest;
  return timeseries.flatMap(({ labels, samples = [] }) =>
    samples.map(({ value = 0, timestamp }) => ({
      labels: Object.fromEntries(labels.map((label) => [label.name, label.value])),
      timestamp,
      value,
    })),
  );
}

/** Wants a request that is signed for AMP: signs it anew, with a library that is not AWS's, and compares. */
export function signedFor(region: string, accessKeyId: string, secretAccessKey: string): Check {
  return ({ method = "", url = "", headers }, body) => {
    const { authorization = "" } = headers;
    const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    const signed = Object.fromEntries(names.split(";").map((name) => [name, String(headers[name] ?? "")]));
    const request = { service: "aps", region, method, path: url, headers: signed, body };
    const again = sign(request, { accessKeyId, secretAccessKey }).headers?.["Authorization"];
    return again === authorization ? undefined : `signature is ${authorization}, not ${String(again)}`;
  };
}

/** Wants an Authorization header word for word. */
export function authorizedBy(header: string): Check {
  return ({ headers }) =>
    headers.authorization === header ? undefined : `authorization is ${String(headers.authorization)}`;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
