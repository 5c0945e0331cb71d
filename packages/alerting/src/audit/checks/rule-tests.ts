import type { Found } from "../finding.ts";
import { get, listAt, scalarAt, textAt, type Item } from "../item.ts";
import { readQuery } from "../promql/query.ts";
import { groupsOf } from "../rule-file.ts";
import { checkQuery } from "./queries.ts";
import type { FileCheck, FileSubject } from "./subject.ts";
import { nearest } from "@monitoring/collection";

/** Checks of promtool's unit tests. */
export const ruleTestChecks: readonly FileCheck[] = [
  {
    id: "no-tests",
    severity: "error",
    what: "a test file without tests, or a test that asserts nothing",
    find: ({ root }) => {
      const tests = listAt(root, "tests");
      if (tests.length === 0) {
        return [
          {
            line: get(root, "tests")?.line ?? root.line,
            reason: "the file holds no test: promtool calls that a success",
            remedy: "add a test, or delete the file",
          },
        ];
      }
      return tests.flatMap((test) => assertsNothing(test));
    },
  },
  {
    id: "unknown-alert",
    severity: "error",
    what: "a test of an alert that the rule files do not define",
    find: (subject) => unknownAlerts(subject),
  },
  {
    id: "input-series",
    severity: "error",
    what: "a series or its values that promtool cannot read",
    find: ({ root }) =>
      listAt(root, "tests").flatMap((test) => listAt(test, "input_series").flatMap(seriesMistakes)),
  },
  {
    id: "test-expression",
    severity: "error",
    what: "an expression under test that is not PromQL",
    find: ({ root, world }) =>
      listAt(root, "tests").flatMap((test) =>
        listAt(test, "promql_expr_test").flatMap((one) => {
          const expr = scalarAt(one, "expr");
          if (!expr) return [];
          const subject = {
            text: expr.text,
            query: readQuery(expr.text),
            lineAt: expr.lineAt,
            use: "other" as const,
            name: "",
            world,
          };
          return checkQuery(subject, (id) => id.startsWith("promql-"));
        }),
      ),
  },
  {
    id: "expected-value",
    severity: "error",
    what: "an expected sample whose value or labels cannot be read",
    find: ({ root }) =>
      listAt(root, "tests").flatMap((test) =>
        listAt(test, "promql_expr_test").flatMap((one) => listAt(one, "exp_samples").flatMap(sampleMistakes)),
      ),
  },
  {
    id: "only-quiet",
    severity: "warning",
    what: "a test file in which no alert is ever expected to fire",
    find: ({ root }) => {
      const cases = listAt(root, "tests").flatMap((test) => listAt(test, "alert_rule_test"));
      const samples = listAt(root, "tests").some((test) => listAt(test, "promql_expr_test").length > 0);
      if (cases.length === 0 || samples || cases.some((one) => listAt(one, "exp_alerts").length > 0))
        return [];
      return [
        {
          line: get(root, "tests")?.line ?? root.line,
          reason: "no test expects an alert to fire: a rule that never fires passes too",
          remedy: "add a test with exp_alerts",
        },
      ];
    },
  },
];

function assertsNothing(test: Item): readonly Found[] {
  const line = test.line;
  const alerts = listAt(test, "alert_rule_test");
  const samples = listAt(test, "promql_expr_test");
  if (alerts.length + samples.length === 0) {
    return [
      {
        line,
        reason: "the test asserts nothing: it has no alert_rule_test and no promql_expr_test",
        remedy: "say what is expected",
      },
    ];
  }
  const expects =
    alerts.some((one) => listAt(one, "exp_alerts").length > 0) ||
    samples.some((one) => listAt(one, "exp_samples").length > 0);
  if (expects || listAt(test, "input_series").length > 0) return [];
  return [
    {
      line,
      reason: "nothing goes in and nothing is expected to come out: the test cannot fail",
      remedy: "add input_series, or what is expected",
    },
  ];
}

function unknownAlerts({ file, root, all }: FileSubject): readonly Found[] {
  const named = ruleFilesOf(file.path, root, all);
  if (named === undefined) return [];
  const names = named.flatMap((one) =>
    groupsOf(one.root).flatMap(({ rules }) =>
      rules.filter(({ use }) => use === "alert").map(({ name }) => name),
    ),
  );
  return listAt(root, "tests").flatMap((test) =>
    listAt(test, "alert_rule_test").flatMap((one) => {
      const alert = scalarAt(one, "alertname");
      if (!alert || names.includes(alert.text)) return [];
      const meant = nearest(alert.text, names);
      const quiet = listAt(one, "exp_alerts").length === 0;
      return [
        {
          line: alert.line,
          reason: `no rule file of this test defines the alert "${alert.text}"${quiet ? ": expecting nothing of it always succeeds" : ""}`,
          remedy: meant ? `did you mean "${meant}"?` : `there are ${names.join(", ") || "no alerts"}`,
        },
      ];
    }),
  );
}

/** The rule files that a test names, if all of them are at hand. */
function ruleFilesOf(path: string, root: Item, all: FileSubject["all"]): FileSubject["all"] | undefined {
  const folder = path.split("/").slice(0, -1);
  const patterns = listAt(root, "rule_files").flatMap((item) => (item.type === "scalar" ? [item.text] : []));
  if (patterns.length === 0) return [];
  const found = patterns.map((pattern) => {
    const whole = pattern.startsWith("/") ? pattern : normal([...folder, ...pattern.split("/")]);
    const regex = new RegExp(
      `^${whole
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replaceAll("*", "[^/]*")
        .replaceAll("?", "[^/]")}$`,
    );
    return all.filter((one) => one.kind === "rules" && regex.test(normal(one.path.split("/"))));
  });
  return found.every((files) => files.length > 0) ? found.flat() : undefined;
}

function normal(parts: readonly string[]): string {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "..") {
      if (kept.length === 0 || kept.at(-1) === "..") kept.push(part);
      else kept.pop();
    } else if (part !== "." && (part !== "" || kept.length === 0)) kept.push(part);
  }
  return kept.join("/");
}

const number = String.raw`[+-]?(?:\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|0x[\da-fA-F]+|[iI]nf|NaN|nan)`;
const values = new RegExp(
  String.raw`^(?:_(?:x\d+)?|stale|${number}(?:x\d+)?|${number}[+-]${number.replace("[+-]?", "")}x\d+)$`,
);

function seriesMistakes(input: Item): readonly Found[] {
  const found: Found[] = [];
  const series = scalarAt(input, "series");
  if (series) {
    const query = readQuery(series.text);
    if (!query.ok || query.expr.kind !== "selector" || query.expr.metric === undefined) {
      found.push({
        line: series.line,
        reason: `"${series.text}" is no series`,
        remedy: 'write metric{label="value"}',
      });
    } else if (query.expr.matchers.some(({ op }) => op !== "=")) {
      found.push({
        line: series.line,
        reason: "a series has labels with one value each",
        remedy: 'write label="value"',
      });
    }
  }
  const samples = scalarAt(input, "values");
  // Native histograms have a notation of their own, {{schema:...}}, which promtool judges.
  if (samples && !samples.text.includes("{{")) {
    const wrong = samples.text
      .trim()
      .split(/\s+/)
      .find((word) => word !== "" && !values.test(word));
    if (wrong !== undefined) {
      found.push({
        line: samples.line,
        reason: `"${wrong}" is no sample in promtool's notation`,
        remedy: "write 1, _ (none), 1x5, 0+10x5 or stale",
      });
    }
  } else if (!samples) {
    found.push({
      line: input.line,
      reason: "the series has no values",
      remedy: "add values, such as 0+10x5",
    });
  }
  return found;
}

function sampleMistakes(sample: Item): readonly Found[] {
  const found: Found[] = [];
  const value = scalarAt(sample, "value");
  if (value && !/^[+-]?(\d[\d_.]*(e[+-]?\d+)?|\.\d+|\.?inf|\.?nan)$/i.test(value.text)) {
    found.push({
      line: value.line,
      reason: `"${value.text}" is no number`,
      remedy: "write the expected value",
    });
  }
  const labels = textAt(sample, "labels");
  if (labels !== undefined) {
    const query = readQuery(labels.trim() === "{}" ? "a" : labels);
    if (!query.ok || query.expr.kind !== "selector") {
      found.push({
        line: scalarAt(sample, "labels")?.line ?? sample.line,
        reason: `"${labels}" is no series`,
        remedy: 'write {label="value"}',
      });
    }
  }
  return found;
}
