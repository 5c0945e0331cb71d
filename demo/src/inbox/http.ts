import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  HttpError,
  pathOf,
  queryOf,
  readBody,
  readJsonBody,
  refuseBrowserWrites,
  sendJson,
  sendText,
  type Handler,
} from "../runtime/http.ts";
import { bearerToken, sameSecret } from "../runtime/same-secret.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { channels, type Draft } from "./message.ts";
import { contentSecurityPolicy, page } from "./page.ts";
import { eventErrors, parseEvent, readEvent } from "./receive/pagerduty.ts";
import { readSlack } from "./receive/slack.ts";
import { readWebhook } from "./receive/webhook.ts";
import type { Rejections } from "./rejections.ts";
import type { MessageStore } from "./store.ts";

/** What the senders must know. */
export interface InboxSecrets {
  readonly slackPath: string;
  readonly routingKey: string;
  readonly webhookToken: string;
  readonly heartbeatToken: string;
}

/** What the inbox's HTTP side works with. */
export interface InboxHttpOptions {
  readonly secrets: InboxSecrets;
  readonly store: MessageStore;
  readonly rejections: Rejections;
  readonly heartbeat: Heartbeat;
  readonly receive: (draft: Draft) => void;
}

type Route = (
  options: InboxHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> | void;

const routes: Readonly<Record<string, Route>> = {
  "GET /": showPage,
  "GET /health": (_, __, response) => {
    sendJson(response, 200, { status: "ok" });
  },
  "GET /api/messages": listMessages,
  "DELETE /api/messages": ({ store }, request, response) => {
    refuseBrowserWrites(request);
    store.clear();
    sendJson(response, 200, []);
  },
  "GET /api/heartbeat": ({ heartbeat }, _, response) => {
    sendJson(response, 200, heartbeat.state());
  },
  "GET /api/rejections": ({ rejections }, _, response) => {
    sendJson(response, 200, rejections.list());
  },
  "POST /v2/enqueue": enqueue,
  "POST /webhook": webhook,
  "POST /heartbeat": beat,
};

/** Answers the page, the JSON and the receivers that speak HTTP. */
export function inboxHandler(options: InboxHttpOptions): Handler {
  return async (request, response) => {
    const path = pathOf(request);
    const route = `${request.method ?? ""} ${path}`;
    if (request.method === "POST" && path.startsWith("/services/")) await slack(options, request, response);
    else if (Object.hasOwn(routes, route)) await routes[route]?.(options, request, response);
    else throw new HttpError(404, `nothing is at ${route}`);
  };
}

function showPage(
  { store, heartbeat, rejections }: InboxHttpOptions,
  _: IncomingMessage,
  response: ServerResponse,
): void {
  response.setHeader("content-security-policy", contentSecurityPolicy);
  response.setHeader("cache-control", "no-store");
  const now = new Date();
  sendText(response, 200, page(store.list(), heartbeat.state(now), rejections.list(), now), "text/html");
}

function listMessages({ store }: InboxHttpOptions, request: IncomingMessage, response: ServerResponse): void {
  const query = queryOf(request);
  const channel = filled(query.get("channel"));
  const since = filled(query.get("since"));
  if (channel !== undefined && !(channels as readonly string[]).includes(channel)) {
    throw new HttpError(400, `channel is ${JSON.stringify(channel)}; allowed: ${channels.join(", ")}`);
  }
  const date = since === undefined ? undefined : new Date(since);
  if (date !== undefined && Number.isNaN(date.getTime())) {
    throw new HttpError(400, `since is ${JSON.stringify(since)}; allowed: a time like 2026-01-31T12:00:00Z`);
  }
  sendJson(response, 200, store.list({ channel, since: date, alert: filled(query.get("alert")) }));
}

// https://api.slack.com/messaging/webhooks#handling_errors
async function slack(
  { secrets, rejections, receive }: InboxHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!sameSecret(pathOf(request), secrets.slackPath)) {
    rejections.add("slack", "invalid_token", request.socket.remoteAddress);
    sendText(response, 403, "invalid_token");
    return;
  }
  const draft = readSlack(parsedOrUndefined(await readBody(request)));
  if (typeof draft === "string") {
    rejections.add("slack", draft, request.socket.remoteAddress);
    sendText(response, 400, draft);
    return;
  }
  receive(draft);
  sendText(response, 200, "ok");
}

// https://developer.pagerduty.com/docs/send-alert-event
async function enqueue(
  { secrets, rejections, receive }: InboxHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const event = parseEvent(parsedOrUndefined(await readBody(request)));
  const errors = [...(event === undefined ? ["Invalid JSON"] : eventErrors(event))];
  if (event !== undefined && event.routing_key !== "" && !sameSecret(event.routing_key, secrets.routingKey)) {
    errors.push("Invalid routing key");
  }
  if (event === undefined || errors.length > 0) {
    rejections.add("pagerduty", errors.join(", "), request.socket.remoteAddress);
    sendJson(response, 400, { status: "invalid event", message: "Event object is invalid", errors });
    return;
  }
  const dedupKey = event.dedup_key || randomUUID().replaceAll("-", "");
  receive(readEvent({ ...event, dedup_key: dedupKey }));
  sendJson(response, 202, { status: "success", message: "Event processed", dedup_key: dedupKey });
}

async function webhook(
  { secrets, rejections, receive }: InboxHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!authorized(request, secrets.webhookToken)) {
    rejections.add("webhook", "wrong bearer token", request.socket.remoteAddress);
    throw new HttpError(401, "a bearer token is needed");
  }
  const draft = readWebhook(await readJsonBody(request));
  if (draft === undefined) {
    rejections.add("webhook", "not an Alertmanager webhook", request.socket.remoteAddress);
    throw new HttpError(400, "the body is not an Alertmanager webhook (version 4)");
  }
  receive(draft);
  sendJson(response, 200, { status: "ok" });
}

async function beat(
  { secrets, rejections, heartbeat }: InboxHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!authorized(request, secrets.heartbeatToken)) {
    rejections.add("heartbeat", "wrong bearer token", request.socket.remoteAddress);
    throw new HttpError(401, "a bearer token is needed");
  }
  // A webhook that says that the Watchdog is resolved is the opposite of a heartbeat.
  const body = parsedOrUndefined(await readBody(request));
  const resolved =
    typeof body === "object" && body !== null && "status" in body && body.status === "resolved";
  if (!resolved) heartbeat.beat();
  sendJson(response, 200, { status: resolved ? "ignored" : "ok" });
}

/** A query's value; an empty one asks for nothing. */
function filled(value: string | null): string | undefined {
  return value === null || value === "" ? undefined : value;
}

function authorized(request: IncomingMessage, token: string): boolean {
  return sameSecret(bearerToken(request.headers.authorization) ?? "", token);
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
