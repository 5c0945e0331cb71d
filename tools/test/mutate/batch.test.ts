import type { CompiledRule, Trial } from "@monitoring/alerting";
import { expect, test } from "@jest/globals";
import { batches, outcome, type Batch } from "../../src/mutate/batch.ts";
import type { Candidate } from "../../src/mutate/candidates.ts";

const half = { record: "service:load:half", expr: "load / 2" };
const shared = { record: "service:tasks:sum", expr: "sum(tasks)" };
const high = alert("LoadHigh", "service:load:half > 5 and on () service:tasks:sum > 0");

const trial = trialOf([half, shared, high]);
const wrongHalf = candidate(half, { ...half, expr: "load * 2" });
const wrongHigh = candidate(high, { ...high, for: "0s" });

test("a scenario is tried on all mutants at once, each with what reads it under names of its own", () => {
  const [batch, ...more] = batches(trial, [wrongHalf, wrongHigh]);
  expect(more).toEqual([]);
  expect(batch?.rules.groups).toMatchObject([
    {
      name: "load",
      rules: [
        half,
        { record: "service:load:half_mutant_0", expr: "load * 2" },
        shared,
        high,
        {
          alert: "LoadHigh_mutant_0",
          expr: "service:load:half_mutant_0 > 5 and on () service:tasks:sum > 0",
          for: "1m",
        },
        { alert: "LoadHigh_mutant_1", expr: high.expr, for: "0s", annotations: high.annotations },
      ],
    },
  ]);
});

test("of each is asked what the scenario expects", () => {
  const [batch] = batches(trial, [wrongHalf, wrongHigh]);
  const { alert_rule_test: alerts, promql_expr_test: questions } = batch?.expectations ?? {};
  expect(alerts).toEqual(
    ["LoadHigh", "LoadHigh_mutant_0", "LoadHigh_mutant_1"].map((alertname) => ({
      alertname,
      eval_time: "2m",
      exp_alerts: [],
    })),
  );
  expect(questions?.map(({ expr }) => expr)).toEqual([
    'count(ALERTS{alertname="LoadHigh"})',
    'count(ALERTS{alertname="LoadHigh_mutant_0"})',
    'count(ALERTS{alertname="LoadHigh_mutant_1"})',
  ]);
});

test.each([
  ["reads whatever is there", trialOf([half, alert("LoadHigh", 'count({job="x"}) > 5')])],
  ["reads alerts", trialOf([half, alert("LoadHigh", "count(ALERTS) > 5")])],
  ["gives what it also computes", trialOf([half, high], [{ series: "service:load:half", values: "1x8" }])],
])("a scenario that %s is tried on one mutant at a time, in the place of the right rule", (_, alone) => {
  const [right, wrong, ...more] = batches(alone, [wrongHalf]);
  expect(more).toEqual([]);
  expect(right).toMatchObject({ candidates: [], rules: alone.rules, expectations: alone.expectations });
  expect(wrong).toMatchObject({
    candidates: [wrongHalf],
    rules: { groups: [{ rules: [wrongHalf.mutant.mutated, alone.rules.groups[0]?.rules[1]] }] },
    expectations: alone.expectations,
  });
});

test("what is not as expected is told from what is", () => {
  const output = [
    "FAILED:",
    "    name: high,",
    "    alertname: LoadHigh_mutant_1, time: 2m, ",
    "        exp:[], ",
    '        got:[\n            0:\n              Labels:{alertname="LoadHigh_mutant_1"}',
  ].join("\n");
  expect(outcome(both(), { ok: false, output })).toEqual({
    killed: [wrongHigh],
    passed: [wrongHalf],
    rightFails: false,
  });
  expect(outcome(both(), { ok: true, output: "SUCCESS" })).toEqual({
    killed: [],
    passed: [wrongHalf, wrongHigh],
    rightFails: false,
  });
});

test("a rule that cannot be evaluated says nothing about the others", () => {
  const output = "FAILED:\n    rule: LoadHigh_mutant_0, time: 0s, err: many-to-many matching not allowed";
  expect(outcome(both(), { ok: false, output })).toEqual({
    killed: [wrongHalf],
    passed: [],
    rightFails: false,
  });
});

test("a scenario that fails with the right rules is found", () => {
  const asked = String.raw`    expr: "count(ALERTS{alertname=\"LoadHigh\"})", time: 2m,`;
  const output = `FAILED:\n${asked}\n        exp: nil\n        got: {} 1`;
  expect(outcome(both(), { ok: false, output })).toMatchObject({ killed: [], rightFails: true });
});

test("what promtool cannot try is no verdict", () => {
  const refused = { ok: false, output: "FAILED:\n1-rules.yml: group, rule 1: could not parse expression" };
  expect(() => outcome(both(), refused)).toThrow(/promtool could not try LoadHigh fires/);
  const unanswered = {
    ok: false,
    output: 'FAILED:\n    expr: "count(x_mutant_0)", time: 2m, err: too many samples',
  };
  expect(() => outcome(both(), unanswered)).toThrow(/could not try/);
});

function both(): Batch {
  const [batch] = batches(trial, [wrongHalf, wrongHigh]);
  if (!batch) throw new Error("no batch");
  return batch;
}

function candidate(original: CompiledRule, wrong: CompiledRule): Candidate {
  return { mutant: { rule: "x", kind: "operator", change: "x", mutated: wrong }, original, trials: [] };
}

function alert(name: string, expr: string) {
  return { alert: name, expr, for: "1m", labels: {}, annotations: { runbook_url: `${name}.md` } };
}

function trialOf(rules: readonly CompiledRule[], series: Trial["series"] = []): Trial {
  return {
    name: "LoadHigh fires when load is high",
    rule: "LoadHigh",
    rules: { groups: [{ name: "load", interval: "15s", rules }] },
    series,
    evaluations: 9,
    step: 15,
    telling: true,
    expectations: {
      alert_rule_test: [{ alertname: "LoadHigh", eval_time: "2m", exp_alerts: [] }],
      promql_expr_test: [{ expr: 'count(ALERTS{alertname="LoadHigh"})', eval_time: "2m", exp_samples: [] }],
    },
    file: () => ({}),
  };
}
