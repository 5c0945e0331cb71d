import { z } from "zod";
import type { Answer, Endpoints } from "./integration.ts";

const schema = z.object({ customerId: z.string(), title: z.string(), priority: z.string() });
/** Older tickets are forgotten. */
const kept = 1_000;

/** POST /tickets and GET /tickets/ID. */
export function ticketing(): Endpoints {
  const tickets = new Map<string, unknown>();
  let last = 0;
  return (method, path, body) => {
    if (method === "POST" && path === "/tickets") {
      const ticket = schema.safeParse(body);
      if (!ticket.success)
        return { status: 400, body: { error: "a ticket needs customerId, title and priority" } };
      last += 1;
      const id = `TCK-${last}`;
      tickets.set(id, { id, ...ticket.data, state: "open" });
      tickets.delete(`TCK-${last - kept}`);
      return { status: 201, body: tickets.get(id) };
    }
    const id = /^\/tickets\/([^/]+)$/.exec(path)?.[1];
    return method === "GET" && id !== undefined ? found(id, tickets.get(id)) : undefined;
  };
}

function found(id: string, ticket: unknown): Answer {
  if (ticket === undefined) return { status: 404, body: { error: `there is no ticket ${id}` } };
  return { status: 200, body: ticket };
}
