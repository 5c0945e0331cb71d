import { rangeUtil, type TimeRange } from "@grafana/data";
import { plain, type Choices } from "../variables/chosen.ts";

/** The resolution that a panel asks at. */
export interface Step {
  /** Seconds between two points. */
  readonly seconds: number;
  /** What `$__interval` stands for. */
  readonly interval: string;
}

// Prometheus refuses more points than this.
const mostPoints = 11_000;

/** Grafana's step: as fine as there are pixels, no finer than samples come, and rounded. */
export function stepOf(range: TimeRange, pixels: number, least: string): Step {
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, Math.max(1, Math.floor(pixels)), least);
  const length = range.to.diff(range.from, "seconds", true);
  const seconds = Math.max(intervalMs / 1000, length / mostPoints);
  return { seconds, interval };
}

/** What a panel's queries may mention of its step; the rate interval holds at least four samples. */
export function stepVariables({ seconds, interval }: Step, scrapeInterval: string): Choices {
  const scrape = rangeUtil.intervalToSeconds(scrapeInterval);
  const rate = Math.max(seconds + scrape, 4 * scrape);
  return new Map([
    ["__interval", plain(interval)],
    ["__interval_ms", plain(String(seconds * 1000))],
    ["__rate_interval", plain(duration(rate))],
    ["__rate_interval_ms", plain(String(rate * 1000))],
  ]);
}

/** What any text of a dashboard may mention of the time range. */
export function rangeVariables(range: TimeRange): Choices {
  const ms = range.to.diff(range.from);
  const seconds = Math.round(ms / 1000);
  return new Map([
    ["__from", plain(String(range.from.valueOf()))],
    ["__to", plain(String(range.to.valueOf()))],
    ["__range", plain(`${seconds}s`)],
    ["__range_s", plain(String(seconds))],
    ["__range_ms", plain(String(ms))],
  ]);
}

function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
