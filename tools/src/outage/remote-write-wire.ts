import type { IncomingMessage } from "node:http";
import aws4 from "aws4";
import protobuf from "protobufjs";
import { uncompress } from "snappyjs";

/** A sample as it arrived. */
export interface ReceivedSample {
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly value: number;
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
    readonly labels?: readonly { readonly name: string; readonly value: string }[];
    readonly samples?: readonly { readonly value?: number; readonly timestamp: number }[];
  }[];
}

/** The samples of a request, read by libraries that have nothing to do with Prometheus. */
export function decodeWrite(body: Buffer): ReceivedSample[] {
  if (body.length === 0) return [];
  const message = writeRequest.decode(uncompress(body));
  const { timeseries = [] } = writeRequest.toObject(message, { longs: Number }) as WriteRequest;
  // A series whose samples have all become too old while they waited is sent with nothing in it (3.14).
  return timeseries.flatMap(({ labels = [], samples = [] }) => {
    const named = Object.fromEntries(labels.map(({ name, value }) => [name, value]));
    return samples.map(({ value = 0, timestamp }) => ({ labels: named, timestamp, value }));
  });
}

/** Wants remote write, version 1. */
export const inProtocol: Check = ({ method, headers }) => {
  const said = [
    method,
    headers["content-type"],
    headers["content-encoding"],
    headers["x-prometheus-remote-write-version"],
  ];
  const right = ["POST", "application/x-protobuf", "snappy", "0.1.0"].every((word, i) => said[i] === word);
  return right ? undefined : `not remote write 1.0: ${said.join(", ")}`;
};

/**
 * Wants a request that is signed for a service of AWS: signs it anew, with a library that is not AWS's, and compares.
 * @param service as signatures name it; `aps` is AMP
 */
export function signedFor(
  region: string,
  accessKeyId: string,
  secretAccessKey: string,
  service = "aps",
): Check {
  return ({ method = "", url = "", headers }, body) => {
    const { authorization = "" } = headers;
    const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    const signed = Object.fromEntries(names.split(";").map((name) => [name, String(headers[name] ?? "")]));
    // Signed by some, and not by others; Prometheus leaves it out where all samples of a request are too old.
    const ignored = names.split(";").includes("content-length") ? {} : { "content-length": true };
    const request = {
      service,
      region,
      method,
      path: url,
      headers: signed,
      // For a body, be it empty, the library would add headers of its own.
      ...(body.length > 0 && { body }),
      extraHeadersToIgnore: ignored,
    };
    const again = aws4.sign(request, { accessKeyId, secretAccessKey }).headers?.["Authorization"];
    return again === authorization ? undefined : `signature is ${authorization}, not ${String(again)}`;
  };
}

/** All that a request carries. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
