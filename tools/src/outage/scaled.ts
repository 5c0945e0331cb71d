import { promqlSeconds } from "@monitoring/collection";

const durations = new Set([
  "scrape_interval",
  "scrape_timeout",
  "batch_send_deadline",
  "min_backoff",
  "max_backoff",
  "sample_age_limit",
]);

/** A compiled configuration in which every duration is so many times shorter, and nothing else is changed. */
export function scaled(config: unknown, speed: number): unknown {
  if (Array.isArray(config)) return config.map((item) => scaled(item, speed));
  if (config === null || typeof config !== "object") return config;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]: [string, unknown]) => [
      key,
      durations.has(key) && typeof value === "string"
        ? `${Math.max(1, Math.round((promqlSeconds(value) * 1000) / speed))}ms`
        : scaled(value, speed),
    ]),
  );
}
