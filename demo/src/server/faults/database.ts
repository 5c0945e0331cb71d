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

/** Runs three transactions that do nothing but last. */
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
    const query = connection.query("SELECT pg_sleep(86400)");
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    await Promise.race([query, aborted]);
    query.catch(() => undefined);
  } finally {
    // Closing the connection ends the query, and with it the transaction.
    connection.release(true);
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
