import type { Cache } from "./cache.ts";
import type { LimitType } from "./metrics.ts";

/** So many requests in so many seconds. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

/** A refused call. */
export interface Rejection {
  readonly limitType: LimitType;
  readonly retryAfterSeconds: number;
}

/** Limits the calls of each client to each tool, in windows counted in Redis. */
export class RateLimiter {
  readonly #cache: Cache;
  readonly #limits: Readonly<Record<LimitType, Limit>>;

  constructor(cache: Cache, limits: Readonly<Record<LimitType, Limit>>) {
    this.#cache = cache;
    this.#limits = limits;
  }

  /** Counts a call; while Redis is away every call passes, since limits must not take the service down. */
  async check(client: string, tool: string, nowMs = Date.now()): Promise<Rejection | undefined> {
    const limits = Object.entries(this.#limits) as [LimitType, Limit][];
    const now = Math.floor(nowMs / 1000);
    const counters = limits.map(([type, { seconds }]) => ({
      key: `ratelimit:${type}:${client}:${tool}:${Math.floor(now / seconds)}`,
      seconds,
    }));
    const counts = await this.#cache.count(counters).catch(() => []);
    for (const [index, [limitType, { requests, seconds }]] of limits.entries()) {
      if ((counts[index] ?? 0) > requests) return { limitType, retryAfterSeconds: seconds - (now % seconds) };
    }
    return undefined;
  }
}
