import { z } from "zod";
import type { Pool } from "./pool.ts";

const health = z.object({
  id: z.string(),
  name: z.string(),
  plan: z.string(),
  healthScore: z.int(),
  renewalOn: z.string(),
  interactions30d: z.int(),
  averageUsers30d: z.number(),
});
const atRisk = z.object({ id: z.string(), name: z.string(), healthScore: z.int(), renewalOn: z.string() });
const usage = z.object({ day: z.string(), activeUsers: z.int() });

/** A customer and how well it does. */
export type CustomerHealth = z.output<typeof health>;

/** A customer that may leave. */
export type AtRiskCustomer = z.output<typeof atRisk>;

/** The active users of one day. */
export type UsageDay = z.output<typeof usage>;

/** What the tools know of customers. */
export interface CustomerStore {
  customerHealth(id: string): Promise<CustomerHealth | undefined>;
  atRisk(limit: number): Promise<readonly AtRiskCustomer[]>;
  usage(id: string, days: number): Promise<readonly UsageDay[]>;
  /** The interaction's number, or nothing where the customer does not exist. */
  logInteraction(id: string, kind: string, note: string): Promise<number | undefined>;
  markSynced(id: string): Promise<void>;
}

/** The load generator writes for ever: only the newest interactions are kept. */
const keptInteractions = 20_000;

/** The customers in PostgreSQL. */
export class PostgresStore implements CustomerStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async customerHealth(id: string): Promise<CustomerHealth | undefined> {
    const rows = await this.#pool.query(
      `SELECT c.id, c.name, c.plan, c.health_score AS "healthScore", c.renewal_on::text AS "renewalOn",
              (SELECT count(*)::int FROM interactions AS i
                WHERE i.customer_id = c.id AND i.created_at > now() - interval '30 days') AS "interactions30d",
              (SELECT coalesce(avg(u.active_users), 0)::float FROM usage_daily AS u
                WHERE u.customer_id = c.id AND u.day > current_date - 30) AS "averageUsers30d"
         FROM customers AS c WHERE c.id = $1`,
      [id],
    );
    return rows[0] === undefined ? undefined : health.parse(rows[0]);
  }

  async atRisk(limit: number): Promise<readonly AtRiskCustomer[]> {
    const rows = await this.#pool.query(
      `SELECT id, name, health_score AS "healthScore", renewal_on::text AS "renewalOn"
         FROM customers WHERE health_score < 50 ORDER BY renewal_on, id LIMIT $1`,
      [limit],
    );
    return z.array(atRisk).parse(rows);
  }

  async usage(id: string, days: number): Promise<readonly UsageDay[]> {
    const rows = await this.#pool.query(
      `SELECT day::text, active_users AS "activeUsers"
         FROM usage_daily WHERE customer_id = $1 ORDER BY day DESC LIMIT $2`,
      [id, days],
    );
    return z.array(usage).parse(rows);
  }

  async logInteraction(id: string, kind: string, note: string): Promise<number | undefined> {
    const rows = await this.#pool.query(
      `INSERT INTO interactions (customer_id, kind, note)
       SELECT c.id, $2, $3 FROM customers AS c WHERE c.id = $1 RETURNING id::int`,
      [id, kind, note],
    );
    const number = z.object({ id: z.int() }).optional().parse(rows[0])?.id;
    if (number !== undefined) {
      await this.#pool.query("DELETE FROM interactions WHERE id <= $1", [number - keptInteractions]);
    }
    return number;
  }

  async markSynced(id: string): Promise<void> {
    await this.#pool.query("UPDATE customers SET crm_synced_at = now() WHERE id = $1", [id]);
  }
}
