/** What is measured, of this project and of compose. */
export type Measure =
  "coldStart" | "noChange" | "preview" | "ruleEdit" | "stackMemory" | "stackCpu" | "runMemory" | "runCpu";

/** Who is measured: `npm run up`, or compose with the same images and files. */
export type Side = "pulumi" | "compose";

/** The values of each run. */
export type Samples = Readonly<Record<Side, Readonly<Partial<Record<Measure, readonly number[]>>>>>;

interface Row {
  readonly what: string;
  readonly unit: "s" | "MB" | "% of one CPU";
  /** At most so much, or so many times what compose takes. */
  readonly target?: { readonly atMost: number } | { readonly timesCompose: number };
}

/** The rows of the table. A measure that compose has is the floor of ours. */
export const rows: Readonly<Record<Measure, Row>> = {
  coldStart: {
    what: "cold start: nothing there to all targets up",
    unit: "s",
    target: { timesCompose: 1.3 },
  },
  noChange: {
    what: "`up` without a change (ours compares the engine with the state)",
    unit: "s",
    target: { atMost: 5 },
  },
  preview: { what: "preview: `npm run pulumi -- preview`", unit: "s", target: { atMost: 3 } },
  ruleEdit: { what: "rule edit to live in Prometheus", unit: "s", target: { atMost: 10 } },
  stackMemory: { what: "memory of all containers", unit: "MB" },
  stackCpu: { what: "CPU of all containers, mean of 10 s", unit: "% of one CPU" },
  runMemory: { what: "peak memory of `up` without a change, all processes", unit: "MB" },
  runCpu: { what: "CPU time of `up` without a change, all processes", unit: "s" },
};

/** Least, middle and greatest of some numbers. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @throws if there are none */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    throw new Error("there is no spread of no numbers");
  }
  return { min, median: (low + high) / 2, max };
}

/** The result as a Markdown table: min, median and max of each side, the target, and whether the median meets it. */
export function benchTable(samples: Samples): string {
  const cells = (Object.keys(rows) as Measure[]).flatMap((measure) => {
    const own = samples.pulumi[measure] ?? [];
    const peer = samples.compose[measure] ?? [];
    if (own.length === 0) return [];
    const { what, unit, target } = rows[measure];
    const shown = (values: readonly number[]): string => (values.length > 0 ? text(spread(values)) : "");
    return [[what, unit, shown(own), shown(peer), verdict(target, own, peer)]];
  });
  const heading = ["what", "unit", "Pulumi: min / median / max", "compose: min / median / max", "target"];
  return aligned([heading, ...cells]);
}

function verdict(target: Row["target"], own: readonly number[], peer: readonly number[]): string {
  if (target === undefined) return "";
  const { median } = spread(own);
  if ("atMost" in target) return `<= ${target.atMost}: ${median <= target.atMost ? "met" : "missed"}`;
  if (peer.length === 0) return `<= ${target.timesCompose} x compose: not measured`;
  const ratio = median / spread(peer).median;
  return `<= ${target.timesCompose} x compose: ${ratio.toFixed(2)}, ${ratio <= target.timesCompose ? "met" : "missed"}`;
}

function text({ min, median, max }: Spread): string {
  const digits = max >= 100 ? 0 : 1;
  return [min, median, max].map((value) => value.toFixed(digits)).join(" / ");
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const row = (line: readonly string[]): string =>
    `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [heading = [], ...rest] = lines;
  return [row(heading), row(widths.map((width) => "-".repeat(width))), ...rest.map(row)].join("\n");
}
