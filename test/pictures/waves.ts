import type { Upstream } from "@monitoring/preview";

/** A series of a double: its labels, and its value at a time. */
interface Wave {
  readonly metric: Readonly<Record<string, string>>;
  readonly at: (seconds: number) => number | undefined;
}

const minute = 60;
const sine =
  (period: number, middle: number, swing: number, shift = 0) =>
  (seconds: number) =>
    middle + swing * Math.sin((2 * Math.PI * (seconds + shift * minute)) / (period * minute));
const named = (name: string, at: Wave["at"]): Wave => ({ metric: { name }, at });

const tools = ["create", "read", "update", "delete"];

/** What the double of Prometheus answers, by query; `name=~"..."` in a query keeps the series of those names. */
const answers: Readonly<Record<string, readonly Wave[]>> = {
  waves: [named("a", sine(30, 5, 3)), named("b", sine(45, 4, 2, 10)), named("c", sine(20, 2, 1, 5))],
  gaps: [
    named("gaps", (seconds) => (Math.floor(seconds / minute) % 20 < 5 ? undefined : sine(30, 5, 3)(seconds))),
  ],
  growing: [
    named("small", (seconds) => 1 + (seconds % 3600) / 600),
    named("large", (seconds) => 10 ** (1 + (seconds % 3600) / 900)),
  ],
  few: tools.map((name, i) => named(name, () => [90, 55, 20, 7][i])),
  shares: tools.map((name, i) => named(name, () => [0.999, 0.97, 0.4, 0.08][i])),
  one: [named("one", sine(30, 0.42, 0.3))],
  up: [
    named("database", () => 1),
    named("cache", (seconds) => (seconds % 3600 > 1200 && seconds % 3600 < 1800 ? 0 : 1)),
    named("mail", (seconds) => (seconds % 900 < 120 ? undefined : 1)),
  ],
  buckets: ["0.1", "0.5", "1.0", "+Inf"].map((le, i) => ({
    metric: { le },
    at: (seconds: number) =>
      (i + 1) * 5 + (i === 0 ? sine(40, 3, 3)(seconds) : 0) + (i > 1 ? sine(25, 4, 4)(seconds) : 0),
  })),
  table: tools.map((name, i) => ({
    metric: { tool: name, env: "dev" },
    at: () => [120, 80, 33, 4][i],
  })),
  errors: tools.map((name, i) => ({
    metric: { tool: name, env: "dev" },
    at: () => [0.001, 0.02, 0.11, 0][i],
  })),
  nothing: [],
  ALERTS: [
    {
      metric: { alertname: "TooSlow", service: "shop" },
      at: (seconds) => (seconds % 3600 > 2000 && seconds % 3600 < 2600 ? 1 : undefined),
    },
  ],
};

const values: Readonly<Record<string, readonly string[]>> = {
  name: ["a", "b", "c"],
  host: ["web-10", "web-9", "db-1"],
};

/** A Prometheus that knows a few queries by heart. Everything else it calls a mistake. */
export const waves: Upstream = (path) => {
  const [route = "", query = ""] = path.slice("/api/v1/".length).split("?");
  const asked = new URLSearchParams(query);
  const [, label] = /^label\/(\w+)\/values$/.exec(route) ?? [];
  if (label !== undefined) return answer(values[label] ?? []);
  const text = asked.get("query") ?? "";
  const [name = ""] = /^\w+/.exec(text) ?? [];
  const found = answers[name];
  if (found === undefined) {
    return Promise.resolve({
      status: 400,
      body: JSON.stringify({ error: `1:1: parse error: unexpected ${text}` }),
    });
  }
  const [, pattern = ".*"] = /name=~"(.*?)"/.exec(text) ?? [];
  const series = found.filter(({ metric }) => new RegExp(`^(?:${pattern})$`).test(metric["name"] ?? ""));
  if (route === "query") {
    const time = Number(asked.get("time"));
    const result = series.map(({ metric, at }) => ({ metric, value: [time, String(at(time))] }));
    return answer({ resultType: "vector", result });
  }
  const [start, end, step] = [
    Number(asked.get("start")),
    Number(asked.get("end")),
    Number(asked.get("step")),
  ];
  const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
  return answer({
    resultType: "matrix",
    result: series.map(({ metric, at }) => ({
      metric,
      values: times.flatMap((time) => (at(time) === undefined ? [] : [[time, String(at(time))]])),
    })),
  });
};

function answer(data: unknown): ReturnType<Upstream> {
  return Promise.resolve({ status: 200, body: JSON.stringify({ status: "success", data }) });
}
