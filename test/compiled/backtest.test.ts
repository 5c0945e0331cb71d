import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { askPrometheus } from "../../tools/src/diff/backtest/ask-prometheus.ts";
import { backtest } from "../../tools/src/diff/backtest/backtest.ts";
import { firings } from "../../tools/src/diff/backtest/firings.ts";
import { historyOf } from "../../tools/src/diff/backtest/history.ts";
import type { Revision } from "../../tools/src/diff/description.ts";
import { described, withAlerts } from "../../tools/test/diff/stacks.ts";
import { freePort } from "../../tools/src/loopback.ts";
import { startPrometheus, type LivePrometheus } from "./live-prometheus.ts";
import { emptyFolder, promtool, write } from "./tools.ts";

jest.setTimeout(300_000);

describe("when an alert would have fired", () => {
  const every = 15;
  const evaluations = 60;
  /** Presence and absence in stretches of one to seven evaluations, the same in every run. */
  const drawn = (seed: number): string => {
    let [text, state] = ["", seed];
    while (text.length < evaluations) {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      text += (text.at(-1) === "#" ? "." : "#").repeat(1 + (Math.floor(state / 65536) % 7));
    }
    return text.slice(0, evaluations);
  };
  const rules = [
    { for: "0s", keep_firing_for: "0s" },
    { for: "30s", keep_firing_for: "0s" },
    { for: "40s", keep_firing_for: "20s" },
    { for: "15s", keep_firing_for: "1m" },
  ];
  const seconds: Readonly<Record<string, number>> = {
    "0s": 0,
    "15s": 15,
    "20s": 20,
    "30s": 30,
    "40s": 40,
    "1m": 60,
  };

  test.each(rules)("is when Prometheus lets it fire: %j", (rule) => {
    const folder = emptyFolder();
    write(
      join(folder, "rules.yml"),
      toYaml({ groups: [{ name: "g", rules: [{ alert: "A", expr: "x == 1", ...rule }] }] }),
    );
    const patterns = Array.from({ length: 12 }, (_, i) => drawn(i + 1));
    const tests = patterns.map((pattern) => {
      const times = Array.from(pattern).flatMap((sign, i) => (sign === "#" ? [i * every] : []));
      const found = firings([{ labels: "", times }], {
        every,
        hold: seconds[rule.for] ?? NaN,
        keepFiring: seconds[rule.keep_firing_for] ?? NaN,
      });
      expect(found.length).toBeGreaterThan(0);
      return {
        interval: `${every}s`,
        input_series: [
          { series: "x", values: Array.from(pattern, (sign) => (sign === "#" ? 1 : 0)).join(" ") },
        ],
        promql_expr_test: Array.from(pattern, (_, i) => ({
          expr: 'ALERTS{alertname="A", alertstate="firing"}',
          eval_time: `${i * every}s`,
          exp_samples: found.some(({ from, to }) => from <= i * every && i * every < to)
            ? [{ labels: 'ALERTS{alertname="A", alertstate="firing"}', value: 1 }]
            : [],
        })),
      };
    });
    write(
      join(folder, "test.yml"),
      toYaml({ rule_files: ["rules.yml"], evaluation_interval: `${every}s`, tests }),
    );
    expect(promtool("test", "rules", join(folder, "test.yml"))).toEqual({
      ok: true,
      output: expect.stringContaining("SUCCESS"),
    });
  });
});

describe("in a real Prometheus that kept two weeks", () => {
  const day = 86_400;
  const to = Math.floor(Date.now() / 1000 / 15) * 15 - 60;
  const from = to - 14 * day;
  /** Outages of the server: days after the beginning, and seconds. */
  const outages = [
    [1, 60],
    [3, 60],
    [5, 600],
    [8, 90],
    [12, 20],
  ] as const;
  let prometheus: LivePrometheus;

  beforeAll(async () => {
    const folder = emptyFolder();
    const port = await freePort();
    const lines = ["# TYPE up gauge"];
    const labels = 'job="mcp-server",service="mcp-server",instance="mcp-server:3001"';
    for (let time = from; time <= to; time += 15) {
      const isDown = outages.some(
        ([days, seconds]) => time - from >= days * day && time - from < days * day + seconds,
      );
      lines.push(`up{${labels}} ${isDown ? 0 : 1} ${time}`);
    }
    write(join(folder, "history.txt"), `${lines.join("\n")}\n# EOF\n`);
    const data = join(folder, `data-${port}`);
    const made = promtool("tsdb", "create-blocks-from", "openmetrics", join(folder, "history.txt"), data);
    expect(made.ok).toBe(true);
    prometheus = await startPrometheus({}, { folder, port, args: ["--storage.tsdb.retention.time=30d"] });
  });
  afterAll(async () => {
    await prometheus.stop();
  });

  const past = async (alert: string, revision: Revision, window = { from, to }) =>
    backtest(alert, [revision], await historyOf(await askPrometheus(prometheus.url), window));

  test("an alert that must hold longer would have fired for the long outage alone", async () => {
    const revision = {
      before: described("dev"),
      after: described("dev", { dev: { alerts: { McpServerDown: { for: "5m" } } } }),
    };
    expect(await past("McpServerDown", revision)).toBe(
      "In the last 14 d it would have fired once (5 min in all); as it was, 4 times (11 min 30 s in all).",
    );
  });

  test("what is new and what is gone has one past", async () => {
    const without = described("dev", { catalogue: withAlerts({ McpServerDown: () => undefined }) });
    const [gone, added] = [
      { before: described("dev"), after: without },
      { before: without, after: described("dev") },
    ];
    const text = "In the last 14 d it would have fired 4 times (11 min 30 s in all).";
    expect(await past("McpServerDown", gone)).toBe(text);
    expect(await past("McpServerDown", added)).toBe(text);
  });

  test("a rule of which nothing is kept has none", async () => {
    const revision = {
      before: described("dev"),
      after: described("dev", { dev: { alerts: { HighErrorRate: { threshold: 0.5 } } } }),
    };
    expect(await past("HighErrorRate", revision)).toBe(
      "In the last 14 d it would have fired not once, but nothing is kept of `service:http_errors:ratio_rate5m` and " +
        "`service:http_requests:rate5m`; as it was, not once, but nothing is kept of " +
        "`service:http_errors:ratio_rate5m` and `service:http_requests:rate5m`.",
    );
  });

  test("only what is kept is looked at", async () => {
    const revision = {
      before: described("dev"),
      after: described("dev", { dev: { alerts: { McpServerDown: { for: "5m" } } } }),
    };
    expect(await past("McpServerDown", revision, { from: from - 14 * day, to })).toBe(
      "In the last 14 d, which is all that is kept, it would have fired once (5 min in all); " +
        "as it was, 4 times (11 min 30 s in all).",
    );
  });
});
