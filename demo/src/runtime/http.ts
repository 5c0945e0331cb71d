import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { reason, type Log } from "./log.ts";

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A request that is refused with a status and a sentence. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Listens on a port; port 0 takes a free one. */
export async function listen(host: string, port: number, log: Log, handler: Handler): Promise<Listening> {
  const server = createServer((request, response) => {
    Promise.resolve(handler(request, response)).catch((error: unknown) => {
      const status = error instanceof HttpError ? error.status : 500;
      if (status === 500) log("request failed", { path: pathOf(request), error: reason(error) });
      if (response.headersSent) response.destroy();
      else sendJson(response, status, { error: status === 500 ? "internal error" : reason(error) });
    });
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** A request's path without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").replace(/\?.*$/s, "");
}

/** A request's query. */
export function queryOf(request: IncomingMessage): URLSearchParams {
  return new URLSearchParams(/\?(.*)$/s.exec(request.url ?? "")?.[1] ?? "");
}

/** Reads a body as text, up to a limit. */
export async function readBody(request: IncomingMessage, limit = 1_000_000): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new HttpError(413, `the body is longer than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Reads a JSON body. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, "the body is not JSON");
  }
}

/** Refuses what a web page made the browser send: browsers name their origin in every write, programs do not. */
export function refuseBrowserWrites(request: IncomingMessage): void {
  if (request.headers.origin !== undefined)
    throw new HttpError(403, "a web page cannot ask for this; use curl");
}

/** Sends a JSON answer. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(`${JSON.stringify(value)}\n`);
}

/** Sends a text answer. */
export function sendText(response: ServerResponse, status: number, text: string, type = "text/plain"): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(text);
}
