/** What an exposition says a metric is; Prometheus calls a metric without a TYPE line untyped. */
export type ExposedType = "counter" | "gauge" | "histogram" | "summary" | "untyped";

/** A metric as an exporter really exposes it, by the name of its series: a histogram's are `_bucket`, `_sum`, `_count`. */
export interface ExposedMetric {
  readonly type: ExposedType;
  /** Every label that any of its series carries. */
  readonly labels: ReadonlySet<string>;
}

/** One sample of an exposition. */
export interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** The metrics of an exposition by series name. */
export type Exposition = ReadonlyMap<string, ExposedMetric>;

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const partOf = /_(?:bucket|sum|count)$/;

/** Reads Prometheus's text format, as `/metrics` answers it. Lines that are neither comment nor sample are skipped. */
export function parseExposition(text: string): Exposition {
  const types = new Map<string, ExposedType>();
  const metrics = new Map<string, { type: ExposedType; labels: Set<string> }>();
  for (const line of text.split("\n")) {
    const [, , name, type] = line.startsWith("# TYPE ") ? line.split(" ") : [];
    if (name !== undefined && type !== undefined) types.set(name, type as ExposedType);
    const sample = parseSample(line);
    if (!sample) continue;
    const known = metrics.get(sample.name) ?? { type: typeOf(sample.name, types), labels: new Set<string>() };
    for (const label of Object.keys(sample.labels)) known.labels.add(label);
    metrics.set(sample.name, known);
  }
  return metrics;
}

/** The samples of an exposition, in its order. */
export function parseSamples(text: string): ExposedSample[] {
  return text.split("\n").flatMap((line) => parseSample(line) ?? []);
}

function parseSample(line: string): ExposedSample | undefined {
  const [, name, labels = "", value] = sampleLine.exec(line) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const pairs = [...labels.matchAll(labelPair)].map(([, label = "", text = ""]) => [label, unescape(text)]);
  return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value };
}

/** The parts of a histogram or a summary only ever grow. */
function typeOf(series: string, types: ReadonlyMap<string, ExposedType>): ExposedType {
  const family = types.get(series.replace(partOf, ""));
  if (partOf.test(series) && (family === "histogram" || family === "summary")) return "counter";
  return types.get(series) ?? "untyped";
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));
}
