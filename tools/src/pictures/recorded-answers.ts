import type { Upstream } from "@monitoring/preview";

/** An answer of Prometheus, in few bytes: its times follow from what was asked. */
export interface RecordedAnswer {
  /** Path below /api/v1, and its parameters. */
  readonly path: string;
  readonly asked: Readonly<Record<string, string>>;
  /** Of a query: each series with its values, `-` where it has none at a time. */
  readonly series?: readonly { readonly metric: Readonly<Record<string, string>>; readonly values: string }[];
  /** Of any other question. */
  readonly data?: unknown;
}

interface Matrix {
  readonly resultType: string;
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>;
    readonly values?: readonly (readonly [number, string])[];
    readonly value?: readonly [number, string];
  }[];
}

const prefix = "/api/v1/";
const nothing = "-";

/** Asks another, and keeps what it answers. */
export function recording(ask: Upstream, kept: Map<string, RecordedAnswer>): Upstream {
  return async (path) => {
    const answer = await ask(path);
    if (answer.status === 200)
      kept.set(keyOf(path), compact(path, JSON.parse(answer.body) as { data: unknown }));
    return answer;
  };
}

/** Answers from what was kept. */
export function replaying(answers: readonly RecordedAnswer[]): Upstream {
  const known = new Map(answers.map((answer) => [key(answer), answer]));
  return (path) => {
    const answer = known.get(keyOf(path));
    if (answer === undefined) {
      const asked = parametersOf(path)["query"] ?? path;
      const error = `nothing is recorded for ${asked}; record it with: npm run pictures -- --record`;
      return Promise.resolve({ status: 404, body: JSON.stringify({ error }) });
    }
    return Promise.resolve({
      status: 200,
      body: JSON.stringify({ status: "success", data: dataOf(answer) }),
    });
  };
}

/** Answers as a file: a line for each series, in an order that does not depend on which came first. */
export function answersText(answers: readonly RecordedAnswer[]): string {
  const sorted = answers.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const parts = sorted.map(({ series, ...rest }) => {
    const start = JSON.stringify(rest).slice(0, -1);
    if (series === undefined) return `${start}}`;
    const lines = series.map((one) => `\n    ${JSON.stringify(one)}`);
    return `${start},"series":[${lines.join(",")}]}`;
  });
  return `[\n  ${parts.join(",\n  ")}\n]\n`;
}

function compact(path: string, { data }: { readonly data: unknown }): RecordedAnswer {
  const asked = parametersOf(path);
  const question = { path: nameOf(path), asked };
  const { resultType, result } = data as Partial<Matrix>;
  if (result === undefined || (resultType !== "matrix" && resultType !== "vector"))
    return { ...question, data };
  return {
    ...question,
    series: result.map(({ metric, values = [], value }) => {
      const byTime = new Map(
        (value === undefined ? values : [value]).map(([at, text]) => [at, rounded(text)]),
      );
      const texts = timesOf(asked).map((at) => byTime.get(at) ?? nothing);
      return { metric, values: texts.join(" ") };
    }),
  };
}

function dataOf({ path, asked, series, data }: RecordedAnswer): unknown {
  if (series === undefined) return data;
  const times = timesOf(asked);
  const result = series.map(({ metric, values }) => {
    const texts = values.split(" ");
    const points = times.flatMap((at, i) => (texts[i] === nothing ? [] : [[at, texts[i]]]));
    return path === "query" ? { metric, value: points[0] } : { metric, values: points };
  });
  return { resultType: path === "query" ? "vector" : "matrix", result };
}

/** The times of a question: one, or a row of them. */
function timesOf(asked: RecordedAnswer["asked"]): readonly number[] {
  if (asked["time"] !== undefined) return [Number(asked["time"])];
  const [start, end, step] = [Number(asked["start"]), Number(asked["end"]), Number(asked["step"])];
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
}

// Four digits are more than a picture shows, but for what is counted from 1970 on.
function rounded(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return String(Math.abs(value) > 1e9 ? Math.round(value) : Number(value.toPrecision(4)));
}

function keyOf(path: string): string {
  return key({ path: nameOf(path), asked: parametersOf(path) });
}

function key({ path, asked }: Pick<RecordedAnswer, "path" | "asked">): string {
  return `${path}?${JSON.stringify(Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

function nameOf(path: string): string {
  return (path.split("?")[0] ?? "").slice(prefix.length);
}

function parametersOf(path: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(path.split("?")[1] ?? ""));
}
