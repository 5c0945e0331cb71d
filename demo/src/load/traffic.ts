import { customerCount, customerId } from "../customers.ts";
import type { Scope } from "../server/tokens.ts";
import { createRandom, pickFrom } from "./random.ts";

/** One tool call. */
export interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface Share {
  readonly weight: number;
  readonly scope: Scope;
  readonly call: (customer: string, random: () => number) => Call;
}

const kinds = ["call", "email", "meeting"];

const mix: readonly Share[] = [
  { weight: 40, scope: "read", call: (id) => ({ tool: "get_customer_health", args: { customer_id: id } }) },
  {
    weight: 20,
    scope: "read",
    call: (_, random) => ({ tool: "list_at_risk_customers", args: { limit: 5 + Math.floor(random() * 20) } }),
  },
  {
    weight: 22,
    scope: "read",
    call: (id) => ({ tool: "get_usage_trend", args: { customer_id: id, days: 30 } }),
  },
  {
    weight: 8,
    scope: "write",
    call: (id, random) => ({
      tool: "log_interaction",
      args: { customer_id: id, kind: pickFrom(kinds, random), note: "Talked about the renewal" },
    }),
  },
  {
    weight: 4,
    scope: "write",
    call: (id) => ({ tool: "create_ticket", args: { customer_id: id, title: "Export is slow" } }),
  },
  { weight: 6, scope: "write", call: (id) => ({ tool: "sync_crm_account", args: { customer_id: id } }) },
];

/** Quiet, ordinary and busy minutes, with a mean of 1. */
const minuteFactors = [0.3, 0.6, 1, 1, 1.3, 1.8];

/** How many requests a second a minute has, as a multiple of the mean; the seed decides. */
export function minuteFactor(seed: number, minute: number): number {
  return pickFrom(minuteFactors, createRandom(seed * 1_000_003 + minute));
}

/** The wait before the next call, in milliseconds: irregular, as independent callers are. */
export function waitMs(requestsPerSecond: number, random: () => number): number {
  return Math.min((-Math.log(1 - random()) / requestsPerSecond) * 1000, 10_000);
}

/** The next call of a client that may read, or read and write. */
export function nextCall(scope: Scope, random: () => number): Call {
  const possible = mix.filter((share) => share.scope === "read" || scope === "write");
  let rest = random() * possible.reduce((sum, share) => sum + share.weight, 0);
  const chosen = possible.find((share) => (rest -= share.weight) < 0) ?? possible[0];
  if (chosen === undefined) throw new Error("the mix is empty");
  return chosen.call(someCustomer(random), random);
}

/** One in two hundred asks for a customer that does not exist, as people do. */
function someCustomer(random: () => number): string {
  if (random() < 0.005) return customerId(9_999);
  return customerId(1 + Math.floor(random() * customerCount));
}
