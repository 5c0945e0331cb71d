import { ampPrices, type Amount, type Cost, type Dollars } from "@monitoring/remote-storage";
import { money, type StackCost } from "./stack-cost.ts";

/** The price in a few lines, for a preview. */
export function costLine({ all, shipped, most, unknown }: StackCost): string {
  const jobs = [...all.byJob].map(
    ([job, { series }]) => `${job} ${shipped.byJob.get(job)?.series ?? 0}/${series}`,
  );
  const [first] = most;
  return [
    `AMP: about ${split(shipped.dollars)} for ${amount(shipped)}; without the keep-list ${money(all.dollars.total)} ` +
      `for ${amount(all)}`,
    `series that leave, by job: ${jobs.join(", ")}${unknown.length > 0 ? `; not known: ${unknown.join(", ")}` : ""}`,
    ...(first ? [`dearest: ${first.metric} of ${first.job}, ${money(first.dollars)} a month`] : []),
    `prices of ${ampPrices.region} as of ${ampPrices.asOf}; ${ampPrices.unconfirmed}`,
  ].join("\n");
}

/** The price as tables, for a terminal. */
export function costTables({ all, shipped, most, unknown }: StackCost): string {
  const jobs = [...all.byJob].map(([job, before]) => {
    const after = shipped.byJob.get(job) ?? { series: 0, samplesPerSecond: 0 };
    return [job, ...amounts(before), ...amounts(after)];
  });
  const total = ["all", ...amounts(all), ...amounts(shipped)];
  const kinds = ["ingest", "storage", "query", "total"] as const;
  const { region, asOf, source, unconfirmed } = ampPrices;
  return [
    table([["job", "series", "samples/s", "series that leave", "samples/s that leave"], ...jobs, total]),
    table([
      ["dollars a month in AMP", "everything", "what leaves"],
      ...kinds.map((kind) => [kind, money(all.dollars[kind]), money(shipped.dollars[kind])]),
    ]),
    table([
      ["dearest of what leaves", "job", "series", "dollars a month"],
      ...most.map(({ metric, job, series, dollars }) => [metric, job, String(series), money(dollars)]),
    ]),
    `${percent(shipped, all)} of the samples leave.`,
    ...(unknown.length > 0 ? [`Not counted, because nobody knows their series: ${unknown.join(", ")}.`] : []),
    `Prices of ${region} as of ${asOf}, less the free tier, from ${source}; ${unconfirmed}.`,
    "Storage as it is once 150 days are full; queries are those of the rules, not of people at dashboards.",
  ].join("\n\n");
}

function split({ total, ingest, storage, query }: Dollars): string {
  return `${money(total)} a month (ingest ${money(ingest)}, storage ${money(storage)}, queries ${money(query)})`;
}

function amount({ series, samplesPerSecond }: Amount): string {
  return `${series.toLocaleString("en")} series, ${rounded(samplesPerSecond)} samples/s`;
}

function amounts({ series, samplesPerSecond }: Amount): string[] {
  return [series.toLocaleString("en"), rounded(samplesPerSecond)];
}

function rounded(value: number): string {
  return value.toFixed(1);
}

function percent(part: Cost, whole: Cost): string {
  if (whole.samplesPerSecond === 0) return "0 %";
  return `${((100 * part.samplesPerSecond) / whole.samplesPerSecond).toFixed(1)} %`;
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
