import { z } from "zod";
import { defineTool, noSuchCustomer, type Tool } from "./tool.ts";
import { usageTrend } from "./usage-trend.ts";

const customerId = z
  .string()
  .regex(/^cus_\d{4}$/)
  .describe("for example cus_0042");

const getCustomerHealth = defineTool({
  name: "get_customer_health",
  description: "A customer's health score, plan, renewal date and recent activity",
  scope: "read",
  input: z.strictObject({ customer_id: customerId }),
  run: async (args, { store }) => {
    const health = await store.customerHealth(args.customer_id);
    if (health === undefined) throw noSuchCustomer(args.customer_id);
    return health;
  },
});

const listAtRiskCustomers = defineTool({
  name: "list_at_risk_customers",
  description: "Customers with a low health score, the next renewal first",
  scope: "read",
  input: z.strictObject({ limit: z.int().min(1).max(100).default(10) }),
  run: (args, { store }) => store.atRisk(args.limit),
});

const getUsageTrend = defineTool({
  name: "get_usage_trend",
  description: "A customer's active users by day, and whether they become more or fewer",
  scope: "read",
  input: z.strictObject({ customer_id: customerId, days: z.int().min(2).max(90).default(30) }),
  run: (args, context) => usageTrend(args.customer_id, args.days, context),
});

const logInteraction = defineTool({
  name: "log_interaction",
  description: "Notes a call, an e-mail or a meeting with a customer",
  scope: "write",
  input: z.strictObject({
    customer_id: customerId,
    kind: z.enum(["call", "email", "meeting"]),
    note: z.string().min(1).max(2_000),
  }),
  run: async (args, { store }) => {
    const id = await store.logInteraction(args.customer_id, args.kind, args.note);
    if (id === undefined) throw noSuchCustomer(args.customer_id);
    return { interaction_id: id };
  },
});

const createTicket = defineTool({
  name: "create_ticket",
  description: "Opens a support ticket for a customer",
  scope: "write",
  input: z.strictObject({
    customer_id: customerId,
    title: z.string().min(1).max(200),
    priority: z.enum(["low", "normal", "high"]).default("normal"),
  }),
  run: async (args, { store, integrations }) => {
    if ((await store.customerHealth(args.customer_id)) === undefined) throw noSuchCustomer(args.customer_id);
    return integrations.createTicket(args.customer_id, args.title, args.priority);
  },
});

const syncCrmAccount = defineTool({
  name: "sync_crm_account",
  description: "Brings a customer's CRM account up to date",
  scope: "write",
  input: z.strictObject({ customer_id: customerId }),
  run: async (args, { store, integrations }) => {
    const account = await integrations.syncAccount(args.customer_id);
    if (account === undefined) throw noSuchCustomer(args.customer_id);
    await store.markSynced(args.customer_id);
    return account;
  },
});

/** Every tool of the server. */
export const tools: readonly Tool[] = [
  getCustomerHealth,
  listAtRiskCustomers,
  getUsageTrend,
  logInteraction,
  createTicket,
  syncCrmAccount,
];

/** Every tool's name. */
export const toolNames: readonly string[] = tools.map((tool) => tool.name);
