import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import {
  HttpError,
  pathOf,
  readJsonBody,
  refuseBrowserWrites,
  sendJson,
  type Handler,
} from "../runtime/http.ts";
import type { Log } from "../runtime/log.ts";
import { ModeSwitch } from "./mode.ts";

/** One answer of an integration's own endpoints. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An integration's own endpoints; nothing where the path is unknown. */
export type Endpoints = (method: string, path: string, body: unknown) => Answer | undefined;

/** The bounds of an ordinary answer's latency. */
export interface Latency {
  readonly min: number;
  readonly max: number;
}

const slowMs = 2_500;
const adminSchema = z.strictObject({
  mode: z.enum(["up", "slow", "down"]),
  seconds: z.int().min(0).max(86_400).default(600),
});

/** A stand-in for a system next door: its endpoints, GET /health, and POST /admin to make it slow or down. */
export function integration(name: string, endpoints: Endpoints, latency: Latency, log: Log): Handler {
  const state = new ModeSwitch();
  return async (request, response) => {
    if (pathOf(request) === "/admin") {
      await admin(state, request, response);
      if (request.method === "POST") log("mode changed", { integration: name, mode: state.mode });
      return;
    }
    if (state.mode === "down") {
      sendJson(response, 503, { error: `${name} is down` }, { "retry-after": "30" });
      return;
    }
    const ordinary = latency.min + Math.random() * (latency.max - latency.min);
    await sleep(ordinary + (state.mode === "slow" ? slowMs : 0));
    if (request.method === "GET" && pathOf(request) === "/health") {
      sendJson(response, 200, { status: "ok", integration: name });
      return;
    }
    const body = request.method === "POST" ? await readJsonBody(request) : undefined;
    const answer = endpoints(request.method ?? "", pathOf(request), body);
    if (answer === undefined)
      throw new HttpError(404, `${name} knows no ${request.method ?? ""} ${pathOf(request)}`);
    sendJson(response, answer.status, answer.body);
  };
}

async function admin(state: ModeSwitch, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") {
    refuseBrowserWrites(request);
    const body = adminSchema.safeParse(await readJsonBody(request));
    if (!body.success) {
      throw new HttpError(
        400,
        'allowed: {"mode": "up", "slow" or "down", "seconds": a whole number from 0 to 86400}',
      );
    }
    state.set(body.data.mode, body.data.seconds);
  }
  sendJson(response, 200, { mode: state.mode });
}
