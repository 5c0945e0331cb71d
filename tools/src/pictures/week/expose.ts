import { closeSync, openSync, writeSync } from "node:fs";
import type { StackSeries } from "../../record/recorded-stack.ts";
import { courseOf } from "./courses.ts";
import { weekEnd } from "./time.ts";

const hour = 3600;

/** How long before the end a series goes back, and how far apart its samples are; seconds. */
interface Stretch {
  readonly since: number;
  readonly step: number;
}

// What people look at over days goes back all of them. The last hours are as fine as Prometheus has them.
const long: readonly Stretch[] = [
  { since: 7.2 * 24 * hour, step: 60 },
  { since: 7 * hour, step: 15 },
];
const short: readonly Stretch[] = [
  { since: 31 * hour, step: 60 },
  { since: 7 * hour, step: 15 },
];
// Of it alone scrapes are counted, five seconds apart as they are.
const counted: readonly Stretch[] = [...long.slice(0, 1), { since: 7 * hour, step: 5 }];
const isCounted = ({ name, labels }: StackSeries): boolean =>
  name === "up" && labels["service"] === "blackbox-exporter";
const lookedAtOverDays =
  /^(?:http_requests_total|http_request_duration_seconds_bucket|mcp_tool_|rate_limit_checks|up$)/;

/** When the first sample is taken. */
export const weekStart = weekEnd - 7.2 * 24 * hour;

/** Writes every series of the week as OpenMetrics text, which promtool makes blocks of. */
export function writeWeek(path: string, series: readonly StackSeries[]): void {
  const file = openSync(path, "w");
  try {
    for (const one of series) writeSync(file, linesOf(one));
    writeSync(file, "# EOF\n");
  } finally {
    closeSync(file);
  }
}

function linesOf(one: StackSeries): string {
  const course = courseOf(one);
  const text = seriesText(one.name, one.labels);
  let [total, last] = [one.value, 0];
  const lines = momentsOf(stretchesOf(one)).map((at) => {
    if (one.kind !== "counter") return `${text} ${rounded(course(at))} ${at}`;
    // Between two samples a counter grows as fast as half way.
    if (last > 0) total += course((last + at) / 2) * (at - last);
    last = at;
    return `${text} ${rounded(total)} ${at}`;
  });
  return `${lines.join("\n")}\n`;
}

function stretchesOf(one: StackSeries): readonly Stretch[] {
  if (isCounted(one)) return counted;
  return lookedAtOverDays.test(one.name) ? long : short;
}

function momentsOf(stretches: readonly Stretch[]): readonly number[] {
  return stretches.flatMap(({ since, step }, i) => {
    const until = stretches[i + 1]?.since ?? 0;
    return Array.from({ length: Math.floor((since - until) / step) }, (_, n) => weekEnd - since + n * step);
  });
}

/** A series as text, bounds of buckets as Prometheus 3 writes them. */
function seriesText(name: string, labels: StackSeries["labels"]): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== "")
    .map(([label, value]) => {
      const stored = label === "le" && /^\d+$/.test(value) ? `${value}.0` : value;
      return `${label}=${JSON.stringify(stored)}`;
    });
  return `${name}{${pairs.join(",")}}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
