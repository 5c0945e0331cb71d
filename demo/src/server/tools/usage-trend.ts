import type { UsageDay } from "../store.ts";
import { noSuchCustomer, type ToolContext } from "./tool.ts";

const cacheSeconds = 30;

/** A customer's usage and where it goes. */
export interface UsageTrend {
  readonly days: readonly UsageDay[];
  readonly direction: "up" | "down" | "flat";
}

/** The trend from the cache, else from the store; without Redis it is slower, not broken. */
export async function usageTrend(
  id: string,
  days: number,
  { store, cache }: Pick<ToolContext, "store" | "cache">,
): Promise<unknown> {
  const key = `usage:${id}:${days}`;
  const cached = await cache.get(key).catch(() => undefined);
  if (cached !== undefined) return JSON.parse(cached);
  const usage = await store.usage(id, days);
  if (usage.length === 0) throw noSuchCustomer(id);
  const trend = trendOf(usage);
  await cache.set(key, JSON.stringify(trend), cacheSeconds).catch(() => undefined);
  return trend;
}

/** Compares the newer half with the older one; the newest day comes first. */
export function trendOf(days: readonly UsageDay[]): UsageTrend {
  const middle = Math.ceil(days.length / 2);
  const newer = mean(days.slice(0, middle));
  const older = mean(days.slice(middle));
  const change = older === 0 ? 0 : (newer - older) / older;
  return { days, direction: change > 0.02 ? "up" : change < -0.02 ? "down" : "flat" };
}

function mean(days: readonly UsageDay[]): number {
  return days.length === 0 ? 0 : days.reduce((sum, day) => sum + day.activeUsers, 0) / days.length;
}
