import { expect, test } from "@jest/globals";
import { gauge, promql, recording, up } from "@monitoring/collection";
import {
  alertTrials,
  compileRules,
  metricsRead,
  recordingTrials,
  type Alert,
  type RecordingScenario,
  type RuleGroup,
} from "../src/index.ts";

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

const other = recording("other", [], promql`vector(1)`);
const deployed = [compileRules({ ...group, recordings: [other, halfLoad] }, options)];

test("the proof of an alert has only the recordings that it needs, and a file per scenario", () => {
  const trials = alertTrials(deployed, group, alert, options);
  expect(trials[0]?.rules.groups.flatMap((one) => one.rules)).toMatchObject([
    { record: "service:load:half" },
    { alert: "TooMuchLoad" },
  ]);
  expect(trials.map(({ name }) => name)).toEqual([
    "TooMuchLoad fires when load is high",
    "TooMuchLoad stays quiet when load is low",
    "TooMuchLoad stays quiet without any data",
  ]);
  expect(trials[0]?.file("rules.yml")).toMatchObject({
    rule_files: ["rules.yml"],
    evaluation_interval: "15s",
    tests: [
      {
        alert_rule_test: [{ eval_time: "1m", exp_alerts: [{ exp_labels: { severity: "high" } }] }],
        promql_expr_test: [{ eval_time: "45s", exp_samples: [] }],
      },
    ],
  });
  expect(trials[1]?.file("rules.yml")).toMatchObject({
    tests: [{ promql_expr_test: [{ eval_time: "120s" }] }],
  });
});

test("the proof of a recording has every series that it gives, at a step of its own if the scenario has one", () => {
  const scenario: RecordingScenario = {
    recording: halfLoad,
    when: "there is load",
    interval: "15s",
    step: "1m",
    series: [{ series: 'load{service="a"}', values: "3x8" }],
    at: "2m",
    gives: [{ labels: { service: "a" }, value: 1.5 }],
  };
  const trials = recordingTrials(deployed, { ...group, scenarios: [scenario] }, halfLoad.name);
  expect(trials[0]?.rules.groups.flatMap((one) => one.rules)).toMatchObject([
    { record: "service:load:half" },
  ]);
  expect(trials.map(({ name }) => name)).toEqual(["service:load:half is right when there is load"]);
  expect(trials[0]?.file("rules.yml")).toMatchObject({
    evaluation_interval: "1m",
    tests: [
      {
        promql_expr_test: [{ eval_time: "2m", exp_samples: [{ labels: '{service="a"}', value: 1.5 }] }],
      },
    ],
  });
});

test("a scenario that tells a recording does not compute it", () => {
  const [first] = alert.fires;
  const told = { ...first, series: [{ series: "service:load:half{}", values: "6x8" }] };
  const [trial] = alertTrials(deployed, group, { ...alert, fires: [told] }, options);
  expect(trial?.rules.groups.flatMap((one) => one.rules)).toMatchObject([{ alert: "TooMuchLoad" }]);
});

test("an alert without a scenario is not an alert", () => {
  // @ts-expect-error -- `fires` takes at least one scenario
  const unproven: Alert = { ...alert, fires: [] };
  expect(unproven.fires).toHaveLength(0);
});

test("what rules read is known, each metric once", () => {
  expect(metricsRead([promql`${up} == 0`, promql`sum(${up})`])).toEqual(["up"]);
});
