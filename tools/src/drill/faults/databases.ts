import { engine } from "../engine.ts";
import type { DrilledFault, FaultAction } from "../fault-action.ts";
import type { Stack } from "../stage.ts";
import { demoFault } from "./demo.ts";
import { stopped } from "./stopped.ts";

// Each number is a transaction of its own; nothing of it has to reach the disk.
const useTransactionIds = (count: number): string => `SET synchronous_commit = off;
DO $$ BEGIN FOR i IN 1..${count} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$;`;

/** Runs SQL as the owner of the stack's PostgreSQL; nothing stands for the demo's own database. */
const sql = (stack: Stack, text: string, database = "$POSTGRES_DB"): Promise<string> =>
  engine(
    [
      ...["exec", "--interactive", stack.container("postgres")],
      ...["sh", "-c", `psql -qX -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "${database}"`],
    ],
    { input: text, timeoutSeconds: 60 },
  );

/** Gives every transaction id back that can be: the oldest that a row needs is then a new one. */
async function freeze(stack: Stack): Promise<void> {
  for (const database of [undefined, "postgres", "template1"]) await sql(stack, "VACUUM (FREEZE)", database);
}

/** Faults of PostgreSQL and Redis. */
export const databaseFaults = {
  "database-stopped": stopped("postgres", {
    looksAt: ["database"],
    changes: [
      ...([
        "database",
        "connections",
        "deadlocks",
        "statements",
        "transaction ids",
        "database size",
      ] as const),
      ...(["replica", "pool", "tool results", "latency", "traffic", "health checks"] as const),
    ],
    onsetSeconds: 5,
  }),
  "connections-exhausted": demoFault("connection-leak", {
    says: "nine tenths of the connections that PostgreSQL allows are held",
    looksAt: ["server", "database", "connections"],
    changes: ["connections"],
    onsetSeconds: 10,
  }),
  deadlock: demoFault("deadlocks", {
    says: "two transactions deadlock every two seconds",
    looksAt: ["server", "database", "deadlocks"],
    changes: ["deadlocks"],
    // Four of them, each after a second's deadlock_timeout.
    onsetSeconds: 25,
  }),
  "long-transaction": demoFault("slow-queries", {
    says: "three transactions stay open, in statements of 1.2 s",
    looksAt: ["server", "database", "statements"],
    changes: ["statements", "transaction ids"],
    // Twenty calls within the window.
    onsetSeconds: 25,
  }),
  "database-growth": demoFault("database-growth", {
    says: "a table grows by a megabyte a second",
    looksAt: ["server", "database", "database size"],
    changes: ["database size"],
    // Two days are 48 s.
    onsetSeconds: 60,
    historySeconds: 60,
  }),
  "transaction-ids-used": {
    says: "30,000 transaction ids are used, and given back by VACUUM (FREEZE)",
    looksAt: ["database", "transaction ids"],
    changes: ["transaction ids"],
    onsetSeconds: 20,
    prepare: freeze,
    cause: async (stage) => {
      await sql(stage, useTransactionIds(30_000));
    },
    undo: freeze,
  },
  "redis-stopped": stopped("redis", {
    looksAt: ["redis"],
    changes: ["redis", "redis memory", "rate limits", "health checks", "latency", "tool results"],
    onsetSeconds: 5,
  }),
  "redis-filled": demoFault("redis-filled", {
    says: "Redis is filled to 95 % of its memory",
    looksAt: ["server", "redis", "redis memory"],
    changes: ["redis memory"],
    onsetSeconds: 10,
  }),
  "redis-clients-exhausted": demoFault("redis-connection-flood", {
    says: "every few seconds connections are opened until Redis refuses them",
    looksAt: ["server", "redis", "redis connections"],
    // The exporter is refused, too, and a server that has just begun to connect.
    changes: ["redis connections", "redis", "rate limits", "health checks", "tool results", "latency"],
    onsetSeconds: 10,
  }),
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;
