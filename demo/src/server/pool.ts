import pg from "pg";
import { reason, type Log } from "../runtime/log.ts";

/** How much of a pool is in use. */
export interface PoolState {
  readonly size: number;
  readonly active: number;
}

/** A connection taken out of a pool. */
export interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Gives it back; a broken one is closed instead. */
  release(broken?: boolean): void;
}

/** One row, its columns not yet checked. */
export type Row = Readonly<Record<string, unknown>>;

/** Where the database is. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Asked at every connect, so that a changed password needs no restart. */
  readonly password: () => Promise<string>;
}

/** A pool of PostgreSQL connections that knows how much of it is in use, and outlives the database's restarts. */
export class Pool {
  readonly #pool: pg.Pool;
  readonly #size: number;

  constructor(address: DatabaseAddress, size: number, name: string, log: Log, queryTimeoutMs = 10_000) {
    this.#size = size;
    this.#pool = new pg.Pool({
      ...address,
      application_name: name,
      max: size,
      connectionTimeoutMillis: 2_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      query_timeout: queryTimeoutMs,
    });
    // An idle connection that breaks is replaced at the next query; unheard, the event would end the process.
    this.#pool.on("error", (error) => {
      log("database connection lost", { pool: name, error: reason(error) });
    });
  }

  get state(): PoolState {
    return { size: this.#size, active: this.#pool.totalCount - this.#pool.idleCount };
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const result = await this.#pool.query<Row>(sql, [...values]);
    return result.rows;
  }

  async acquire(): Promise<Connection> {
    const client = await this.#pool.connect();
    const ignore = (): void => {
      // The query under way reports the same loss.
    };
    client.on("error", ignore);
    let released = false;
    return {
      query: async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows,
      release: (broken = false) => {
        if (released) return;
        released = true;
        client.off("error", ignore);
        client.release(broken);
      },
    };
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}
