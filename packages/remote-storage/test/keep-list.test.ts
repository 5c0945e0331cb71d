import { describe, expect, test } from "@jest/globals";
import { compileKeepList, isKept, keepEntryProblem, keepList, keepSelectors } from "../src/index.ts";

const exporters = { "node-exporter": ["node_load1", "node_memory_total"], "mcp-server": ["tool_seconds"] };
const listOf = (texts: readonly string[], computed: readonly string[] = []) =>
  keepList({ readers: texts.map((text) => ({ owner: "test", text })), computed, exporters }).slice(1);

describe("the keep-list", () => {
  test("always has whether targets answer, and which versions run", () => {
    const kept = isKept(keepList({ readers: [], computed: [], exporters: {} }));
    const names = ["up", "scrape_duration_seconds", "node_exporter_build_info", "node_load1"];
    expect(names.filter((name) => kept({ __name__: name }))).toEqual(names.slice(0, 3));
  });

  test("has each metric that is read once, those of an exporter together", () => {
    expect(listOf(["node_load1 > 1", "node_memory_total / node_load1", "rate(other[5m])"])).toEqual([
      { names: ["other"], labels: {} },
      { names: ["node_load1", "node_memory_total"], labels: {} },
    ]);
  });

  test("has of a histogram only the parts that are read", () => {
    expect(listOf(["histogram_quantile(0.9, rate(tool_seconds_bucket[5m]))"])).toEqual([
      { names: ["tool_seconds_bucket"], labels: {} },
    ]);
  });

  test("keeps the conditions that all readers of a metric share, and no others", () => {
    expect(
      listOf([
        `a{job="x", le="0.5"}`,
        `a{job=~"y|z", le="1", path!="/"}`,
        `b{name!="", device!~"lo"}`,
        `b{name=~"n.+"}`,
        `c{x="1"}`,
        `c`,
      ]),
    ).toEqual([
      { names: ["a"], labels: { job: "x|y|z", le: "0\\.5|1" } },
      { names: ["b"], labels: { name: ".+" } },
      { names: ["c"], labels: {} },
    ]);
  });

  test("takes a dashboard's variable for anything", () => {
    expect(
      listOf([`a{service=~".*", job="x"}`, `a{service=".*", job="x"}`, `b{instance=".*:9100"}`]),
    ).toEqual([
      { names: ["b"], labels: { instance: ".*:9100" } },
      { names: ["a"], labels: { job: "x" } },
    ]);
  });

  test("leaves out what rules compute where the series arrive", () => {
    expect(listOf(["service:requests:rate5m", "ALERTS", "requests"], ["service:requests:rate5m"])).toEqual([
      { names: ["requests"], labels: {} },
    ]);
  });

  test("has every series that a selector without a name may mean", () => {
    expect(listOf([`{__name__=~"pg_.+"}`, `{job="x"}`, `{__name__=~"pg_.+"}`])).toEqual([
      { names: ["pg_.+"], labels: {} },
      { names: [".+"], labels: { job: "x" } },
    ]);
  });
});

describe("the relabelling", () => {
  const rules = [
    { names: ["up", "scrape_.+"], labels: {} },
    { names: ["node_cpu_seconds_total", "node_load1"], labels: { job: "a|b", mode: "idle" } },
  ];

  test("marks what each rule keeps, keeps what is marked, and takes the mark off", () => {
    expect(compileKeepList(rules)).toEqual([
      { source_labels: ["__name__"], regex: "up|scrape_.+", target_label: "__tmp_keep", replacement: "kept" },
      {
        source_labels: ["__name__", "job", "mode"],
        regex: "node_(?:cpu_seconds_total|load1);(?:a|b);idle",
        target_label: "__tmp_keep",
        replacement: "kept",
      },
      { source_labels: ["__tmp_keep"], regex: "kept", action: "keep" },
      { regex: "__tmp_keep", action: "labeldrop" },
    ]);
  });

  test("binds the names together where labels follow", () => {
    const [first] = compileKeepList([{ names: ["a", "b_.+|c"], labels: { x: "1" } }]);
    expect(first?.regex).toBe("(?:a|b_.+|c);1");
  });

  test("says the same as the selectors", () => {
    expect(keepSelectors(rules)).toEqual([
      `{__name__=~"up|scrape_.+"}`,
      `{__name__=~"node_(?:cpu_seconds_total|load1)", job=~"a|b", mode=~"idle"}`,
    ]);
  });

  test("says the same as the estimate", () => {
    const kept = isKept(rules);
    expect(kept({ __name__: "node_load1", job: "b", mode: "idle" })).toBe(true);
    expect(kept({ __name__: "node_load1", job: "b" })).toBe(false);
    expect(kept({ __name__: "node_load15", job: "b", mode: "idle" })).toBe(false);
  });
});

test.each([
  ["node_load1", true],
  [`{__name__=~"pg_.+"}`, true],
  [`pg_up{job="postgres"}`, true],
  ["pg_.*", false],
  ["rate(pg_up[5m])", false],
  ["a or b", false],
])("an entry of one's own: %s (%p)", (entry, right) => {
  expect(keepEntryProblem(entry) === undefined).toBe(right);
});
