import type { Presence } from "./firings.ts";

/** Sends a form to a path below `/api/v1` of a Prometheus, and gives its JSON answer. @throws Error with its words */
export type Ask = (path: string, form: Readonly<Record<string, string>>) => Promise<unknown>;

/** A stretch of time in seconds since 1970. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Prometheus answers with 11,000 points a series at most. */
const pointsAtOnce = 10_000;

/** The samples that Prometheus kept, for questions about the past. */
export interface History {
  readonly window: Window;
  /** Whether the samples reach as far back as was asked for. */
  readonly isWhole: boolean;
  /** When an expression gave which series, had it been evaluated so often. */
  readonly presence: (expr: string, every: number) => Promise<readonly Presence[]>;
  /** Whether anything is kept of a metric. */
  readonly has: (metric: string) => Promise<boolean>;
}

/** What a Prometheus kept of a window, which is shorter where it keeps less. */
export async function historyOf(ask: Ask, wanted: Window): Promise<History> {
  const window = { ...wanted, from: await firstSample(ask, wanted) };
  const known = new Map<string, Promise<boolean>>();
  return {
    window,
    isWhole: window.from - wanted.from < 3600,
    presence: (expr, every) => presence(ask, expr, window, every),
    has: (metric) => {
      const found = known.get(metric) ?? has(ask, metric, window);
      known.set(metric, found);
      return found;
    },
  };
}

/** Since when anything is kept: looked for in hundredths of the window, then in hundredths of the one before. */
async function firstSample(ask: Ask, { from, to }: Window): Promise<number> {
  let [since, until] = [from, to];
  let found = from;
  for (let step = until - since; step > 1;) {
    step = Math.max(1, Math.floor((until - since) / 100));
    const form = { query: "count(up)", start: String(since), end: String(until), step: String(step) };
    const { result } = (await ask("query_range", form)) as { readonly result: readonly Matrix[] };
    // Between the last of the hundredths and the end there may be none.
    const first = result[0]?.values[0]?.[0];
    if (first === undefined || first === from) break;
    found = first;
    [since, until] = [first - step, first];
  }
  return found;
}

async function presence(ask: Ask, expr: string, { from, to }: Window, every: number) {
  const times = new Map<string, number[]>();
  // One after the other: a look back must not be a load on what watches production.
  for (let start = from; start <= to; start += pointsAtOnce * every) {
    const end = Math.min(to, start + (pointsAtOnce - 1) * every);
    const form = { query: expr, start: String(start), end: String(end), step: String(every) };
    const { result } = (await ask("query_range", form)) as { readonly result: readonly Matrix[] };
    for (const { metric, values } of result) {
      const { __name__: _, ...labels } = metric;
      const key = JSON.stringify(Object.entries(labels).sort());
      const before = times.get(key) ?? [];
      times.set(key, before);
      for (const [time] of values) before.push(time);
    }
  }
  return [...times].map(([labels, all]): Presence => ({ labels, times: all }));
}

interface Matrix {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

async function has(ask: Ask, metric: string, { from, to }: Window): Promise<boolean> {
  const match = `{__name__=${JSON.stringify(metric)}}`;
  const form = { "match[]": match, start: String(from), end: String(to), limit: "1" };
  return ((await ask("series", form)) as readonly unknown[]).length > 0;
}
