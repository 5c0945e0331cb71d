import { setTimeout as sleep } from "node:timers/promises";
import { customerCount } from "../customers.ts";
import { reason, type Log } from "../runtime/log.ts";
import { growingTable } from "./faults/database.ts";
import type { Connection, Pool } from "./pool.ts";

// Two servers that start together take turns.
const advisoryLock = 728_231;

const tables = `
  CREATE TABLE IF NOT EXISTS customers (
    id text PRIMARY KEY,
    name text NOT NULL,
    plan text NOT NULL,
    health_score integer NOT NULL,
    renewal_on date NOT NULL,
    crm_synced_at timestamptz
  );
  CREATE TABLE IF NOT EXISTS usage_daily (
    customer_id text NOT NULL REFERENCES customers (id),
    day date NOT NULL,
    active_users integer NOT NULL,
    PRIMARY KEY (customer_id, day)
  );
  CREATE TABLE IF NOT EXISTS interactions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id text NOT NULL REFERENCES customers (id),
    kind text NOT NULL,
    note text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS interactions_customer ON interactions (customer_id, created_at);
  CREATE TABLE IF NOT EXISTS fault_rows (id integer PRIMARY KEY, touched integer NOT NULL DEFAULT 0);
  INSERT INTO fault_rows (id) VALUES (1), (2) ON CONFLICT DO NOTHING;
  DROP TABLE IF EXISTS ${growingTable};`;

const seedCustomers = `
  INSERT INTO customers (id, name, plan, health_score, renewal_on)
  SELECT 'cus_' || lpad(n::text, 4, '0'),
         (ARRAY['Northwind','Acorn','Bluebird','Cobalt','Dune','Ember','Fjord','Granite','Harbor','Iris'])[1 + n % 10]
           || ' ' || (ARRAY['Labs','Logistics','Health','Foods','Energy','Retail','Media'])[1 + n % 7],
         (ARRAY['starter','business','enterprise'])[1 + n % 3],
         20 + (n * 37) % 80,
         current_date + (n * 13) % 365
  FROM generate_series(1, $1::int) AS n
  ON CONFLICT DO NOTHING`;

const seedUsage = `
  INSERT INTO usage_daily (customer_id, day, active_users)
  SELECT c.id, d::date, 5 + (abs(hashtext(c.id || d::text)) % 40) + c.health_score / 2
  FROM customers AS c, generate_series(current_date - 89, current_date, interval '1 day') AS d
  ON CONFLICT DO NOTHING`;

/** Creates the tables and their data; what is there already stays. */
export async function createSchema(connection: Connection): Promise<void> {
  await connection.query("BEGIN");
  await connection.query("SELECT pg_advisory_xact_lock($1)", [advisoryLock]);
  await connection.query(tables);
  await connection.query(seedCustomers, [customerCount]);
  await connection.query(seedUsage);
  await connection.query("COMMIT");
}

/** Creates the schema as soon as the database answers, and again when the database was replaced by an empty one. */
export class Schema {
  readonly #pool: Pool;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  #preparing = false;
  #ready = false;

  constructor(pool: Pool, log: Log, signal: AbortSignal) {
    this.#pool = pool;
    this.#log = log;
    this.#signal = signal;
  }

  /** Prepares in the background; one attempt at a time. */
  prepare(): void {
    this.#ready = false;
    if (this.#preparing) return;
    this.#preparing = true;
    void this.#prepare().finally(() => {
      this.#preparing = false;
    });
  }

  /** Fails unless the tables are there and the database answers. */
  async check(): Promise<void> {
    if (!this.#ready) throw new Error("the schema is not created yet");
    try {
      await this.#pool.query("SELECT 1 FROM customers LIMIT 1");
    } catch (error) {
      const undefinedTable = "42P01";
      if (error instanceof Error && "code" in error && error.code === undefinedTable) this.prepare();
      throw error;
    }
  }

  async #prepare(): Promise<void> {
    for (let wait = 250; !this.#signal.aborted; wait = Math.min(wait * 2, 10_000)) {
      try {
        const connection = await this.#pool.acquire();
        await createSchema(connection).then(
          () => {
            connection.release();
          },
          (error: unknown) => {
            connection.release(true);
            throw error;
          },
        );
        this.#ready = true;
        this.#log("schema ready");
        return;
      } catch (error) {
        this.#log("waiting for the database", { error: reason(error), retryMs: wait });
        await sleep(wait, undefined, { signal: this.#signal }).catch(() => undefined);
      }
    }
  }
}
