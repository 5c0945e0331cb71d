import { setTimeout as sleep } from "node:timers/promises";
import { reason, type Log } from "../../runtime/log.ts";
import type { Connection, Pool } from "../pool.ts";
import { repeat } from "./repeat.ts";
import type { Effect } from "./switch.ts";

const everyMs = 2_000;

/** Holds every connection of the tools' pool. */
export function poolExhaustion(pool: Pool, log: Log): Effect {
  return () => {
    let held: Connection[] = [];
    const stop = repeat(500, "pool-exhaustion", log, async () => {
      // A connection that broke with the database is given up and taken again.
      const alive = await Promise.all(held.map((connection) => isAlive(connection)));
      for (const [index, connection] of held.entries()) if (alive[index] !== true) connection.release(true);
      held = held.filter((_, index) => alive[index] === true);
      while (held.length < pool.state.size) held.push(await pool.acquire());
    });
    return Promise.resolve(async () => {
      await stop();
      for (const connection of held) connection.release();
    });
  };
}

/** Lets two transactions wait for each other's row: PostgreSQL ends one of them after deadlock_timeout. */
export function deadlocks(pool: Pool, log: Log): Effect {
  return () =>
    Promise.resolve(
      repeat(everyMs, "deadlocks", log, async () => {
        const [first, second] = await acquireTwo(pool);
        try {
          await first.query("BEGIN");
          await second.query("BEGIN");
          await first.query("UPDATE fault_rows SET touched = touched + 1 WHERE id = 1");
          await second.query("UPDATE fault_rows SET touched = touched + 1 WHERE id = 2");
          const results = await Promise.allSettled([
            first.query("UPDATE fault_rows SET touched = touched + 1 WHERE id = 2"),
            second.query("UPDATE fault_rows SET touched = touched + 1 WHERE id = 1"),
          ]);
          const failure = results.find((result) => result.status === "rejected");
          log("deadlock made", { error: failure === undefined ? "none" : reason(failure.reason) });
          await Promise.all([first.query("ROLLBACK"), second.query("ROLLBACK")]);
          first.release();
          second.release();
        } finally {
          first.release(true);
          second.release(true);
        }
      }),
    );
}

/** Runs three transactions that do nothing but last, each in statements that are slow themselves. */
export function slowQueries(pool: Pool, log: Log): Effect {
  return () => {
    const stops = [1, 2, 3].map(() =>
      repeat(everyMs, "slow-queries", log, (signal) => oneSlow(pool, signal)),
    );
    return Promise.resolve(async () => {
      await Promise.all(stops.map((stop) => stop()));
    });
  };
}

async function oneSlow(pool: Pool, signal: AbortSignal): Promise<void> {
  const connection = await pool.acquire();
  try {
    await connection.query("BEGIN");
    // A server that is killed takes its query with it.
    await connection.query("SET LOCAL client_connection_check_interval = '1s'");
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    while (!signal.aborted) {
      const query = connection.query("SELECT pg_sleep(1.2)");
      query.catch(() => undefined);
      await Promise.race([query, aborted]);
    }
  } finally {
    // Closing the connection ends the query, and with it the transaction.
    connection.release(true);
  }
}

/** Holds nine tenths of the connections that applications may have, with those that others hold. */
export function connectionLeak(pool: Pool, log: Log): Effect {
  return () => {
    const held: Connection[] = [];
    const stop = repeat(1_000, "connection-leak", log, async () => {
      const first = held[0] ?? (await pool.acquire());
      if (held.length === 0) held.push(first);
      const [row] = await first.query(
        "SELECT floor(0.9 * (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int))" +
          " - (SELECT sum(numbackends) FROM pg_stat_database) AS free",
      );
      for (let free = Number(row?.["free"]); free > 0; free -= 1) held.push(await pool.acquire());
    });
    return Promise.resolve(async () => {
      await stop();
      for (const connection of held) connection.release(true);
    });
  };
}

/** The table that the fault `database-growth` fills; one that a killed server left is dropped at the next start. */
export const growingTable = "fault_growth";

// Half a page each, and not compressed: 140 of them are a megabyte.
const rowsASecond = 140;
const mostRows = 200 * rowsASecond;

/** Lets a table grow by a megabyte a second, up to 200 MB. */
export function databaseGrowth(pool: Pool, log: Log): Effect {
  return async () => {
    await onOne(pool, `CREATE UNLOGGED TABLE IF NOT EXISTS ${growingTable} (filler text STORAGE PLAIN)`);
    let rows = 0;
    const stop = repeat(1_000, "database-growth", log, async () => {
      if (rows >= mostRows) return;
      await onOne(
        pool,
        `INSERT INTO ${growingTable} SELECT repeat('x', 7000) FROM generate_series(1, ${rowsASecond})`,
      );
      rows += rowsASecond;
    });
    return async () => {
      await stop();
      await onOne(pool, `DROP TABLE IF EXISTS ${growingTable}`);
    };
  };
}

async function onOne(pool: Pool, sql: string): Promise<void> {
  const connection = await pool.acquire();
  try {
    await connection.query(sql);
  } finally {
    connection.release();
  }
}

async function acquireTwo(pool: Pool): Promise<readonly [Connection, Connection]> {
  const first = await pool.acquire();
  try {
    return [first, await pool.acquire()];
  } catch (error) {
    first.release();
    throw error;
  }
}

async function isAlive(connection: Connection): Promise<boolean> {
  const answer = connection.query("SELECT 1").then(
    () => true,
    () => false,
  );
  return Promise.race([answer, sleep(1_000, false, { ref: false })]);
}
