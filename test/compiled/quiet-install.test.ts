import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CompiledRule, RuleFile } from "@monitoring/alerting";
import { parsePromql, quote, seconds, toYaml, type Duration } from "@monitoring/collection";
import { describe, expect, jest, test } from "@jest/globals";
import { parse } from "yaml";
import { recordedAt, recordedTargets, type StackSeries } from "../../tools/src/record/recorded-stack.ts";
import { emptyFolder, promtoolAside, rendered, write } from "./tools.ts";

/** What every exporter of the dev stack was recorded to expose, played to every rule that is deployed. */
describe("on a stack that does what it did when it was recorded", () => {
  const stack = rendered("dev");
  const folder = join(stack, "rules");
  const targets = recordedTargets(stack);
  const groups = readdirSync(folder).flatMap(
    (name) => (parse(readFileSync(join(folder, name), "utf8")) as RuleFile).groups,
  );

  test("every job is played", () => {
    const jobs = new Set(targets.map(({ job }) => job));
    const series = targets.flatMap((target) => target.series);
    process.stdout.write(`   quiet install: ${series.length} series of ${targets.length} targets\n`);
    expect([...jobs].sort()).toEqual(
      expect.arrayContaining([
        "alertmanager",
        "blackbox",
        "cadvisor",
        "mcp-server",
        "node",
        "postgres",
        "prometheus",
      ]),
    );
    expect(series.length).toBeGreaterThan(4000);
  });

  // A fixture on which nothing can fire would prove nothing.
  test.concurrent("an alert that a healthy stack satisfies is found", async () => {
    const labels = { severity: "warning" };
    const also = ["pg_stat_database_numbackends < 1000", "time() - node_time_seconds > 30"].map(
      (expr, i) => ({
        alert: `Wrong${i}`,
        expr,
        for: "5m",
        labels,
        annotations: {},
      }),
    );
    expect(await fired({ play: constant, step: "1m", length: "10m", also })).toEqual(["Watchdog", "Wrong0"]);
  });

  test.concurrent("only Watchdog fires, an hour long", async () => {
    expect(await fired({ play: constant, step: "15s", length: "1h" })).toEqual(["Watchdog"]);
  });

  test.concurrent.each([
    ["that works", "success"],
    ["that fails", "error"],
    ["that the tool answers with an error", "tool_error"],
  ])("only Watchdog fires after one tool call %s", async (_, status) => {
    const call = ({ name, labels }: StackSeries): boolean =>
      labels["job"] === "mcp-server" &&
      labels["client_id"] !== "monitoring-probe" &&
      [undefined, "get_customer_health"].includes(labels["tool_name"]) &&
      ((name === "mcp_tool_executions_total" && labels["status"] === status) ||
        (name === "rate_limit_checks_total" && labels["client_id"] === "support-console") ||
        (name === "http_requests_total" && labels["path"] === "/mcp" && labels["status"] === "200") ||
        (/^(?:mcp_tool_duration|http_request_duration)_seconds/.test(name) && !tooSlow(labels["le"])));
    const play: Play = (series, tick) =>
      call(series)
        ? `${text(series.value)}x${40 - 1} ${text(series.value + 1)}x${80 - 1}`
        : constant(series, tick);
    expect(await fired({ play, step: "15s", length: "30m" })).toEqual(["Watchdog"]);
  });

  test.concurrent("only Watchdog fires in a day without traffic", async () => {
    expect(await fired({ play: constant, step: "10m", length: "24h", tick: "1m" })).toEqual(["Watchdog"]);
  });

  test.concurrent("only Watchdog fires while each target restarts, one after the other", async () => {
    const scraped = targets.map(({ instance }) => instance);
    const play: Play = (series, tick) => {
      const order = scraped.indexOf(series.labels["instance"] ?? "");
      return restarting(series, tick, firstRestart + order * betweenRestarts);
    };
    const length: Duration = `${firstRestart + targets.length * betweenRestarts + 300}s`;
    expect(await fired({ play, step: "15s", length, tick: "5s" })).toEqual(["Watchdog"]);
  });

  test.concurrent(
    "only Watchdog fires after Prometheus itself restarts, for which everything is lost",
    async () => {
      const play: Play = (series, tick) =>
        series.labels["job"] === "prometheus" && series.name !== "up"
          ? restarting(series, tick, 600)
          : gap(series, tick, 600);
      expect(await fired({ play, step: "15s", length: "30m", tick: "5s" })).toEqual(["Watchdog"]);
    },
  );

  /** Every alert that fired at any evaluation. */
  async function fired({ play, step, length, tick = step, also = [] }: Run): Promise<string[]> {
    const own = emptyFolder();
    const added = { name: "added", interval: step, rules: also };
    const played = also.length > 0 ? [...groups, added] : groups;
    write(join(own, "rules.yml"), toYaml({ groups: also.length > 0 ? [added] : [] }));
    const read = metricsRead(played);
    const series = targets
      .flatMap((target) => target.series)
      .filter(({ name, value }) => read.has(name) && !Number.isNaN(value))
      .map((one) => ({
        series: selector(one),
        values: play(one, { tick: seconds(tick), length: seconds(length) }),
      }));
    const path = join(own, "test.yml");
    const names = `count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[${seconds(length) + 1}s]))`;
    const unit = {
      rule_files: [join(own, "rules.yml"), ...readdirSync(folder).map((name) => join(folder, name))],
      evaluation_interval: step,
      group_eval_order: played.map(({ name }) => name),
      tests: [
        {
          start_timestamp: recordedAt,
          interval: tick,
          input_series: series,
          promql_expr_test: [{ expr: names, eval_time: length, exp_samples: [] }],
        },
      ],
    };
    write(path, toYaml(unit));
    // That Watchdog fires fails the test, and what promtool then says names every alert.
    const { output } = await promtoolAside("test", "rules", path);
    const found = [...output.matchAll(/\{alertname=\\?"(\w+)\\?"\}/g)].map(([, name = ""]) => name);
    if (found.length === 0) throw new Error(output);
    return found.sort();
  }
});

// They run side by side, on a machine that may be busy.
jest.setTimeout(120_000);

interface Run {
  readonly play: Play;
  /** Time between two evaluations. */
  readonly step: Duration;
  readonly length: Duration;
  /** Time between two samples. */
  readonly tick?: Duration;
  /** Alerts besides those that are deployed. */
  readonly also?: readonly CompiledRule[];
}

interface Ticks {
  readonly tick: number;
  readonly length: number;
}

/** The values of a series in promtool's notation. */
type Play = (series: StackSeries, ticks: Ticks) => string;

// In seconds. Further apart than the windows of most rules, so that an alert shows which target it is about.
const firstRestart = 300;
const betweenRestarts = 330;
const restartTakes = 25;

function constant({ kind, value }: StackSeries, { tick, length }: Ticks): string {
  const step = kind === "clock" ? `+${tick}` : "";
  return `${text(value)}${step}x${length / tick}`;
}

function restarting(series: StackSeries, { tick, length }: Ticks, at: number): string {
  const { kind, name, value } = series;
  const before = at / tick;
  const missing = restartTakes / tick;
  const after = length / tick - before - missing;
  if (name === "up") return `1x${before} 0x${missing - 1} 1x${after}`;
  if (name.startsWith("scrape_")) return constant(series, { tick, length });
  if (kind === "clock") return gap(series, { tick, length }, at);
  const renewed =
    kind === "counter" ? 0 : name === "process_start_time_seconds" ? recordedAt + at + restartTakes : value;
  return `${text(value)}x${before} _x${missing} ${text(renewed)}x${after}`;
}

/** Nothing is scraped for the time of a restart. */
function gap({ kind, value }: StackSeries, { tick, length }: Ticks, at: number): string {
  const step = kind === "clock" ? tick : 0;
  const before = at / tick;
  const missing = restartTakes / tick;
  const then = value + step * (before + missing + 1);
  const rest = length / tick - before - missing;
  return `${text(value)}+${step}x${before} _x${missing} ${text(then)}+${step}x${rest}`;
}

// A call of 30 ms.
const tooSlow = (le: string | undefined): boolean => le !== undefined && Number(le) < 0.03;

const text = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";

function selector({ name, labels }: StackSeries): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${quote(value)}`);
  return `${name}{${pairs.join(",")}}`;
}

/** What rules read; no other series can make an alert fire. */
function metricsRead(groups: RuleFile["groups"]): ReadonlySet<string> {
  const selectors = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => parsePromql(expr).selectors));
  const nameless = selectors.filter(({ metric }) => metric === undefined);
  if (nameless.length > 0)
    throw new Error("a rule selects without a metric's name: every series would have to be played");
  return new Set(selectors.map(({ metric }) => metric ?? ""));
}
