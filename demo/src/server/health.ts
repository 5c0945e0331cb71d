import { setTimeout as sleep } from "node:timers/promises";
import { reason, type Log } from "../runtime/log.ts";
import type { Metrics } from "./metrics.ts";

/** How a check went. */
export interface CheckResult {
  readonly healthy: boolean;
  readonly responseTimeMs: number;
  readonly error?: string;
}

/** The checks by their type; each fails when something is wrong. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

const timeoutMs = 2_000;
const hurriedRuns = 10;
const hurriedMs = 500;

/** Runs every check again and again, so that asking for the result costs nothing. */
export class Health {
  readonly #checks: Checks;
  readonly #metrics: Metrics;
  readonly #log: Log;
  readonly #results = new Map<string, CheckResult>();

  constructor(checks: Checks, metrics: Metrics, log: Log) {
    this.#checks = checks;
    this.#metrics = metrics;
    this.#log = log;
  }

  /** The last results; a check that has not run yet is not healthy. */
  get report(): {
    readonly status: "ok" | "failing";
    readonly checks: Readonly<Record<string, CheckResult>>;
  } {
    const checks = Object.fromEntries(
      Object.keys(this.#checks).map((name) => [
        name,
        this.#results.get(name) ?? { healthy: false, responseTimeMs: 0, error: "not checked yet" },
      ]),
    );
    const healthy = Object.values(checks).every((check) => check.healthy);
    return { status: healthy ? "ok" : "failing", checks };
  }

  /** Checks at once and then at every interval. */
  async watch(intervalMs: number, signal: AbortSignal): Promise<void> {
    for (let runs = 1; !signal.aborted; runs += 1) {
      await this.run();
      // At the start everything connects within a second or two: what was just checked is soon old.
      const hurried = runs <= hurriedRuns && this.report.status === "failing";
      const wait = hurried ? Math.min(hurriedMs, intervalMs) : intervalMs;
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Runs every check once. */
  async run(): Promise<void> {
    await Promise.all(Object.entries(this.#checks).map(([name, check]) => this.#runOne(name, check)));
  }

  async #runOne(name: string, check: () => Promise<void>): Promise<void> {
    const start = performance.now();
    const error = await inTime(check).then(
      () => undefined,
      (failure: unknown) => reason(failure),
    );
    const responseTimeMs = Math.round((performance.now() - start) * 10) / 10;
    const before = this.#results.get(name);
    this.#results.set(name, {
      healthy: error === undefined,
      responseTimeMs,
      ...(error !== undefined && { error }),
    });
    this.#metrics.healthCheck(name, error === undefined, responseTimeMs);
    if (before?.healthy !== (error === undefined)) {
      this.#log("health changed", {
        check: name,
        healthy: error === undefined,
        ...(error !== undefined && { error }),
      });
    }
  }
}

async function inTime(check: () => Promise<void>): Promise<void> {
  const done = new AbortController();
  const deadline = sleep(timeoutMs, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer in ${timeoutMs} ms`);
  });
  deadline.catch(() => undefined);
  try {
    await Promise.race([check(), deadline]);
  } finally {
    done.abort();
  }
}
