import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageFile } from "./page-files.ts";
import type { Source } from "./source.ts";
import { readable, type Upstream } from "./upstream.ts";

/** What the preview answers from. */
export interface PreviewOptions {
  readonly page: ReadonlyMap<string, PageFile>;
  readonly source: Source;
  readonly prometheus: Upstream;
  readonly alertmanager: Upstream;
}

// Grafana's styles are made in the browser, so styles alone may be inline.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const common = {
  "content-security-policy": policy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

/** Answers the page's files, the dashboards, and what of Prometheus and Alertmanager only reads. */
export function previewHandler(options: PreviewOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      sendError(response, 405, "the preview only reads");
      return;
    }
    try {
      await answer(options, request, response);
    } catch (error) {
      process.stderr.write(`${request.url ?? ""}: ${(error as Error).message}\n`);
      sendError(response, 500, "internal error");
    }
  };
}

async function answer(
  options: PreviewOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path, query] = split(request.url ?? "/");
  const [, kind, rest = ""] = /^\/api\/(prometheus|alertmanager)(\/.*)$/.exec(path) ?? [];
  if (kind === "prometheus" || kind === "alertmanager") {
    if (!readable[kind].test(rest)) {
      sendError(response, 403, `the preview does not pass on ${rest}`);
      return;
    }
    const { status, body } = await options[kind](`${rest}${query}`);
    sendJson(response, status, body);
    return;
  }
  if (path === "/api/site") {
    sendJson(response, 200, JSON.stringify(await options.source.site()));
    return;
  }
  const [, uid] = /^\/api\/dashboards\/([^/]+)$/.exec(path) ?? [];
  if (uid !== undefined) {
    const json = await options.source.dashboard(decoded(uid));
    if (json === undefined) sendError(response, 404, `there is no dashboard ${uid}`);
    else sendJson(response, 200, json);
    return;
  }
  if (path.startsWith("/api/")) sendError(response, 404, `nothing is at ${path}`);
  else sendFile(options.page, path, request, response);
}

function split(url: string): [string, string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sendFile(
  page: PreviewOptions["page"],
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // An address within the page is the page itself, which reads what to show from it.
  const file = page.get(path) ?? (/\.\w+$/.test(path) ? undefined : page.get("/index.html"));
  if (file === undefined) {
    sendError(response, 404, `nothing is at ${path}`);
    return;
  }
  const { body, gzip, type, named } = file;
  const small = gzip !== undefined && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  response
    .writeHead(200, {
      ...common,
      "content-type": type,
      "cache-control": named ? "public, max-age=31536000, immutable" : "no-cache",
      ...(gzip && { vary: "accept-encoding" }),
      ...(small && { "content-encoding": "gzip" }),
    })
    .end(request.method === "HEAD" ? undefined : small ? gzip : body);
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { ...common, "content-type": "application/json", "cache-control": "no-store" })
    .end(body);
}

function sendError(response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, JSON.stringify({ error }));
}
