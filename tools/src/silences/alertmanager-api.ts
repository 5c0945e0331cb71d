import { browserUrl } from "@monitoring/collection";
import { services, type Config } from "@monitoring/stacks";
import { ask } from "../care/docker.ts";
import { UserError } from "../user-error.ts";

/** Alertmanager's API v2, wherever it is. @throws UserError with its own words */
export interface AlertmanagerApi {
  readonly get: (path: string) => Promise<string>;
  readonly post: (path: string, body: string) => Promise<string>;
  /** Removes a silence: the only thing that is deleted. */
  readonly expire: (id: string) => Promise<void>;
}

/** Sends one request and gives the answer's text. @throws UserError unless it was successful */
export type Send = (method: "GET" | "POST" | "DELETE", path: string, body?: string) => Promise<string>;

/** The API by means of requests below `/api/v2`. */
export function apiOf(send: Send): AlertmanagerApi {
  return {
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    expire: async (id) => {
      await send("DELETE", `/silence/${encodeURIComponent(id)}`);
    },
  };
}

/** The dev stack's Alertmanager: at its port, or within its container where none is published. */
export function localApi({ namePrefix, bindAddress, ports }: Config): AlertmanagerApi {
  if (ports.alertmanager !== false) {
    const base = `${browserUrl(bindAddress, ports.alertmanager)}/api/v2`;
    return apiOf((method, path, body) => request(`${base}${path}`, method, body));
  }
  const inside = `http://127.0.0.1:${services.alertmanager.port}`;
  const exec = (...args: readonly string[]): Promise<string> =>
    ask(["exec", `${namePrefix}-alertmanager`, ...args], 10).catch((error: unknown) => {
      throw new UserError(
        `Alertmanager does not answer: ${(error as Error).message}; is it up? npm run status`,
      );
    });
  const wget = (...args: readonly string[]): Promise<string> =>
    exec("wget", "-q", "-O", "-", "-T", "5", ...args);
  return {
    get: (path) => wget(`${inside}/api/v2${path}`),
    post: (path, body) =>
      wget("--header", "Content-Type: application/json", "--post-data", body, `${inside}/api/v2${path}`),
    // Its image's wget cannot delete.
    expire: async (id) => {
      await exec("amtool", `--alertmanager.url=${inside}`, "silence", "expire", id);
    },
  };
}

/** Sends a request. @throws UserError with what went wrong */
export async function request(
  address: string,
  method: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await fetch(address, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    const { message, cause } = error as Error;
    const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
    throw new UserError(
      `Alertmanager at ${new URL(address).host} does not answer (${why}); is it up? npm run status`,
    );
  });
  const text = await response.text();
  if (!response.ok) throw new UserError(`Alertmanager refused it (${response.status}): ${text.trim()}`);
  return text;
}
