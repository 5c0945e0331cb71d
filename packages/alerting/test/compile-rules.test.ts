import { expect, test } from "@jest/globals";
import { gauge, promql, recording, up } from "@monitoring/collection";
import { compileProof, compileRules, metricsRead, type Alert, type RuleGroup } from "../src/index.ts";

const options = { runbookBaseUrl: "https://runbooks.example.com" };
const load = gauge("load", [], "load");
const halfLoad = recording("service:load:half", [], promql`${load} / 2`);

const alert: Alert = {
  name: "TooMuchLoad",
  severity: "high",
  threshold: { value: 5, unit: "tasks" },
  expr: (threshold) => promql`${halfLoad} > ${threshold}`,
  for: "1m",
  keepFiringFor: "2m",
  summary: "{{ $value }} tasks",
  description: "Too many tasks.",
  runbook: { checks: [{ question: "a?" }, { question: "b?" }, { question: "c?" }], fix: ["Wait."] },
  fault: "cpu-load",
  fires: [
    {
      when: "load is high",
      interval: "15s",
      series: [{ series: "load", values: "12x8" }],
      at: "1m",
      labels: {},
      summary: "6 tasks",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "load is low",
      interval: "15s",
      series: [{ series: "load", values: "10x8" }],
      at: "2m",
    },
  ],
};
const group: RuleGroup = { name: "load", interval: "15s", recordings: [halfLoad], alerts: [alert] };

test("a rule file holds recordings before alerts, and an alert's threshold, times, severity and runbook", () => {
  expect(compileRules(group, options)).toEqual({
    groups: [
      {
        name: "load",
        interval: "15s",
        rules: [
          { record: "service:load:half", expr: "load / 2" },
          {
            alert: "TooMuchLoad",
            expr: "service:load:half > 5",
            for: "1m",
            keep_firing_for: "2m",
            labels: { severity: "high" },
            annotations: {
              summary: "{{ $value }} tasks",
              description: "Too many tasks.",
              runbook_url: "https://runbooks.example.com/TooMuchLoad.md",
            },
          },
        ],
      },
    ],
  });
});

test("the proof of an alert has only the recordings that it needs, and a test per scenario", () => {
  const other = recording("other", [], promql`vector(1)`);
  const deployed = [compileRules({ ...group, recordings: [other, halfLoad] }, options)];
  const { rules, test } = compileProof(deployed, group, alert, { ...options, rulesPath: "rules.yml" });
  expect(rules.groups.flatMap((one) => one.rules)).toMatchObject([
    { record: "service:load:half" },
    { alert: "TooMuchLoad" },
  ]);
  expect(test).toMatchObject({
    tests: [
      {
        name: "TooMuchLoad fires when load is high",
        alert_rule_test: [{ eval_time: "1m", exp_alerts: [{ exp_labels: { severity: "high" } }] }],
        promql_expr_test: [{ eval_time: "45s", exp_samples: [] }],
      },
      { name: "TooMuchLoad stays quiet when load is low", promql_expr_test: [{ eval_time: "120s" }] },
      { name: "TooMuchLoad stays quiet without any data" },
    ],
  });
});

test("an alert without a scenario is not an alert", () => {
  // @ts-expect-error -- `fires` takes at least one scenario
  const unproven: Alert = { ...alert, fires: [] };
  expect(unproven.fires).toHaveLength(0);
});

test("what rules read is known, each metric once", () => {
  expect(metricsRead([promql`${up} == 0`, promql`sum(${up})`])).toEqual(["up"]);
});
