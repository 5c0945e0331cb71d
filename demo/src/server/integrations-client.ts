import { z } from "zod";
import { reason } from "../runtime/log.ts";
import { ToolError } from "./tools/tool-error.ts";

/** What the tools ask of the systems next door; a system that is away is a failure that the caller can act on. */
export interface Integrations {
  /** The CRM's account manager, or nothing where the CRM has no such account. */
  syncAccount(customerId: string): Promise<{ readonly owner: string } | undefined>;
  createTicket(customerId: string, title: string, priority: string): Promise<{ readonly id: string }>;
}

const account = z.object({ owner: z.string() });
const ticket = z.object({ id: z.string() });
const timeoutMs = 3_000;

/** The integrations over HTTP. */
export class HttpIntegrations implements Integrations {
  readonly #crmUrl: string;
  readonly #ticketingUrl: string;

  constructor(crmUrl: string, ticketingUrl: string) {
    this.#crmUrl = crmUrl;
    this.#ticketingUrl = ticketingUrl;
  }

  async syncAccount(customerId: string): Promise<{ readonly owner: string } | undefined> {
    const path = `/accounts/${encodeURIComponent(customerId)}/sync`;
    return forTool(async () => {
      const response = await send(this.#crmUrl, path, "POST", {});
      return response.status === 404 ? undefined : account.parse(await answer("the CRM", response));
    });
  }

  async createTicket(customerId: string, title: string, priority: string): Promise<{ readonly id: string }> {
    return forTool(async () => {
      const response = await send(this.#ticketingUrl, "/tickets", "POST", { customerId, title, priority });
      return ticket.parse(await answer("ticketing", response));
    });
  }

  /** Fails unless the CRM says that it is healthy. */
  async checkCrm(): Promise<void> {
    await answer("the CRM", await send(this.#crmUrl, "/health", "GET"));
  }

  /** Fails unless ticketing says that it is healthy. */
  async checkTicketing(): Promise<void> {
    await answer("ticketing", await send(this.#ticketingUrl, "/health", "GET"));
  }

  /** Switches the CRM down for a while, or up again. */
  async switchCrm(mode: "up" | "down", seconds: number): Promise<void> {
    await answer("the CRM's switch", await send(this.#crmUrl, "/admin", "POST", { mode, seconds }));
  }
}

function send(base: string, path: string, method: string, body?: unknown): Promise<Response> {
  return fetch(new URL(path, base), {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
}

async function answer(who: string, response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${who} answered HTTP ${response.status}`);
  return JSON.parse(text);
}

async function forTool<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ToolError(`${reason(error)}; try again in a minute`);
  }
}
