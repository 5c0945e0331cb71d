import { promql, recording, where, up } from "@monitoring/collection";
import { expect, test } from "@jest/globals";
import { alertsOf, detectionBound, ruleGroups, type Alert, type RuleGroup } from "../src/index.ts";

const every = (scrape: number) => () => scrape;

function named(name: string): Alert {
  const found = alertsOf(ruleGroups).find((alert) => alert.name === name);
  if (!found) throw new Error(`no alert ${name}`);
  return found;
}

test("a stopped MCP server pages within a minute: 5 s scrape, 5 s evaluation, 30 s for, 5 s group wait", () => {
  expect(detectionBound(named("McpServerDown"), ruleGroups, every(5))).toBe(45.025);
});

test("what reads no metric waits for no scrape", () => {
  expect(detectionBound(named("Watchdog"), ruleGroups, every(5))).toBe(16.025);
});

test("for is rounded up to whole evaluations", () => {
  const { group, alert } = made({ for: "50s" });
  // 15 scrape + 20 evaluation + 60 for + 15 group wait
  expect(detectionBound(alert, [group], every(15))).toBe(110.025);
});

const down = recording("job:down:ratio", [], promql`1 - avg by (service, job) (${up})`);

test("a recording of the same group costs nothing, one of another group its interval", () => {
  const { group, alert } = made({ expr: promql`${down} > 0` });
  const other: RuleGroup = { name: "other", interval: "1m", recordings: [down], alerts: [] };
  expect(detectionBound(alert, [{ ...group, recordings: [down] }], every(15))).toBe(50.025);
  expect(detectionBound(alert, [group, other], every(15))).toBe(110.025);
});

test("the slowest of what is read counts", () => {
  const { group, alert } = made({
    expr: promql`${where(up, { job: "mcp-server" })} == 0 or ${where(up, { job: "node" })} == 0`,
  });
  const scrape = ({ matchers }: { readonly matchers: readonly { readonly value: string }[] }) =>
    matchers.some(({ value }) => value === "node") ? 15 : 5;
  expect(detectionBound(alert, [group], scrape)).toBe(50.025);
});

function made(changes: { readonly for?: Alert["for"]; readonly expr?: Alert["expr"] & object }): {
  readonly group: RuleGroup;
  readonly alert: Alert;
} {
  const { expr = promql`${up} == 0`, ...rest } = changes;
  const base = named("PrometheusReloadFailed");
  const alert = { ...base, threshold: undefined, for: "0s", ...rest, expr } as unknown as Alert;
  return { alert, group: { name: "made", interval: "20s", recordings: [], alerts: [alert] } };
}
