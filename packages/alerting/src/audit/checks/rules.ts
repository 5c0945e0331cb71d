import { nearest } from "@monitoring/collection";
import { durationSeconds, formatSeconds } from "../duration.ts";
import type { Found } from "../finding.ts";
import { scalarAt, type Entry } from "../item.ts";
import { labelsOf, mayHave } from "../promql/label-sets.ts";
import { readQuery } from "../promql/query.ts";
import { typeComplaints } from "../promql/value-types.ts";
import { groupsOf, texts, type Group, type Rule } from "../rule-file.ts";
import { templateMistakes, type Judge, type TemplateMistake } from "../template/check-template.ts";
import { ruleTemplates } from "../template/dialects.ts";
import { queryChecks } from "./queries.ts";
import type { FileCheck, FileSubject } from "./subject.ts";
import type { World } from "./world.ts";

const lookback = 300;

/** Checks of rule files. */
export const ruleChecks: readonly FileCheck[] = [
  {
    id: "empty-rules",
    severity: "error",
    what: "a rule file without rules",
    find: ({ root }) =>
      groupsOf(root).some(({ item }) => hasRules(item))
        ? []
        : [
            {
              line: root.line,
              reason: "the file holds no rules: it does nothing",
              remedy: "add a group with a rule, or delete the file",
            },
          ],
  },
  {
    id: "empty-group",
    severity: "warning",
    what: "a group without rules, beside others",
    find: ({ root }) =>
      groupsOf(root)
        .filter(({ item }) => !hasRules(item))
        .map(({ line, name }) => ({
          line,
          reason: `group "${name}" holds no rule`,
          remedy: "add a rule, or delete the group",
        })),
  },
  {
    id: "duplicate-group",
    severity: "error",
    what: "two groups of one name in a file",
    find: ({ root }) =>
      repeated(groupsOf(root), ({ name }) => name).map(([again, first]) => ({
        line: again.line,
        reason: `there is a group "${again.name}" already, in line ${first.line}`,
        remedy: "give it another name, or put its rules into the first",
      })),
  },
  {
    id: "duplicate-rule",
    severity: "error",
    what: "two rules of one name and the same labels",
    find: ({ root }) =>
      repeated(
        groupsOf(root).flatMap(({ rules }) => rules),
        identity,
      ).map(([again, first]) => ({
        line: again.line,
        reason: `${again.use} "${again.name}" is defined already, with the same labels, in line ${first.line}`,
        remedy:
          again.use === "alert"
            ? "give it another name or another severity"
            : "give it another name, or join both by or",
      })),
  },
  {
    id: "group-interval",
    severity: "error",
    what: "a group that is to be evaluated every 0 seconds",
    find: ({ root }) =>
      groupsOf(root).flatMap(({ item }) => {
        const interval = scalarAt(item, "interval");
        return interval && durationSeconds(interval.text) === 0
          ? [
              {
                line: interval.line,
                reason: "an interval of 0 is silently replaced by the global one",
                remedy: "write an interval, or remove the line",
              },
            ]
          : [];
      }),
  },
  {
    id: "long-interval",
    severity: "warning",
    what: "a recording that is evaluated more seldom than Prometheus looks back (5m)",
    find: ({ root }) =>
      groupsOf(root).flatMap(({ item, rules }) => {
        const interval = scalarAt(item, "interval");
        const seconds = interval && durationSeconds(interval.text);
        return interval &&
          seconds !== undefined &&
          seconds > lookback &&
          rules.some(({ use }) => use === "record")
          ? [
              {
                line: interval.line,
                reason: `recorded every ${formatSeconds(seconds)}: between two values queries find nothing`,
                remedy: "write 5m or less",
              },
            ]
          : [];
      }),
  },
  {
    id: "rule-kind",
    severity: "error",
    what: "a rule that is neither or both of alert and record, or has settings of the other kind",
    find: ({ file, root }) => (file.kind === "rules" ? groupsOf(root).flatMap(kindMistakes) : []),
  },
  {
    id: "name",
    severity: "error",
    what: "a name of a recording or label that Prometheus does not take",
    find: ({ root }) => groupsOf(root).flatMap(({ rules }) => rules.flatMap(nameMistakes)),
  },
  ...queryChecks.map(({ id, severity, what, find }): FileCheck => ({
    id,
    severity,
    what,
    find: ({ root, world }) =>
      groupsOf(root).flatMap(({ rules }) =>
        rules.flatMap(({ use, name, expr, query }) =>
          expr && query ? find({ text: expr.text, query, lineAt: expr.lineAt, use, name, world }) : [],
        ),
      ),
  })),
  {
    id: "template",
    severity: "error",
    what: "a template that cannot be read, or asks for a field, function or variable that there is not",
    find: ofTemplates(["syntax", "field", "function", "variable"]),
  },
  {
    id: "template-label",
    severity: "error",
    what: "a template that asks for a label which the expression does not leave",
    find: ofTemplates(["label"]),
  },
  {
    id: "template-query",
    severity: "error",
    what: "a query in a template that is not PromQL or reads an unknown metric",
    find: ofTemplates(["query"]),
  },
  {
    id: "value-in-label",
    severity: "error",
    what: "the value as a label of an alert: each change makes another alert, and `for` never ends",
    find: ({ root }) =>
      alertsIn(root).flatMap(({ labels }) =>
        labels.flatMap(({ key, line, value }) =>
          value.type === "scalar" && /\{\{[^}]*(\$value\b|(?<![\w)\]])\.Value\b)/.test(value.text)
            ? [
                {
                  line: value.line || line,
                  reason: `label "${key}" holds the value: each change makes another alert, which waits for its "for" anew`,
                  remedy: "put the value into an annotation",
                },
              ]
            : [],
        ),
      ),
  },
  {
    id: "no-summary",
    severity: "warning",
    what: "an alert without annotations: whoever is paged learns only its name",
    find: ({ root }) =>
      alertsIn(root)
        .filter(({ annotations }) => annotations.length === 0)
        .map(({ line, name }) => ({
          line,
          reason: `alert "${name}" has no annotations`,
          remedy: 'add "summary" and "description"',
        })),
  },
];

function hasRules(item: Group["item"]): boolean {
  return (
    item.type === "map" &&
    item.entries.some(({ key, value }) => key === "rules" && value.type === "list" && value.items.length > 0)
  );
}

function alertsIn(root: FileSubject["root"]): readonly Rule[] {
  return groupsOf(root).flatMap(({ rules }) => rules.filter(({ use }) => use === "alert"));
}

function identity({ use, name, labels }: Rule): string {
  const set = Object.entries(texts(labels)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([use, name, set]);
}

/** Each row whose key an earlier row has, with the first that has it. */
export function repeated<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
): readonly (readonly [Row, Row])[] {
  const first = new Map<string, Row>();
  return rows.flatMap((row) => {
    const earlier = first.get(key(row));
    if (earlier !== undefined) return [[row, earlier] as const];
    first.set(key(row), row);
    return [];
  });
}

function kindMistakes({ item }: Group): readonly Found[] {
  const rules = item.type === "map" ? item.entries.find(({ key }) => key === "rules")?.value : undefined;
  return (rules?.type === "list" ? rules.items : []).flatMap((rule) => {
    if (rule.type !== "map") return [];
    const keys = rule.entries.map(({ key }) => key);
    const { line } = rule;
    if (keys.includes("alert") && keys.includes("record")) {
      return [
        {
          line,
          reason: "a rule is either an alert or a recording, not both",
          remedy: 'remove "alert" or "record"',
        },
      ];
    }
    if (!keys.includes("alert") && !keys.includes("record")) {
      return [
        {
          line,
          reason: "a rule has neither alert nor record",
          remedy: 'give it an "alert" name or a "record" name',
        },
      ];
    }
    if (keys.includes("alert")) return [];
    return rule.entries
      .filter(({ key }) => ["for", "keep_firing_for", "annotations"].includes(key))
      .map((entry) => ({
        line: entry.line,
        reason: `a recording takes no "${entry.key}"`,
        remedy: "remove it, or make it an alert",
      }));
  });
}

function nameMistakes({ use, name, line, labels, annotations }: Rule): readonly Found[] {
  const found: Found[] = [];
  if (name.trim() === "") found.push({ line, reason: `the ${use} has no name`, remedy: "give it one" });
  else if (use === "record" && !/^[a-zA-Z_:][a-zA-Z0-9_:.]*$/.test(name)) {
    found.push({
      line,
      reason: `"${name}" is no name of a metric`,
      remedy: "write letters, digits, _ and :, as in level:metric:operation",
    });
  }
  for (const { key, line: at } of labels) {
    if (key === "__name__" || (use === "alert" && key === "alertname")) {
      found.push({ line: at, reason: `the label "${key}" is the rule's own name`, remedy: "remove it" });
    } else if (!/^[a-zA-Z_][a-zA-Z0-9_.]*$/.test(key)) {
      // Prometheus 3 takes any UTF-8 text; of that only dots, which OpenTelemetry has, are meant.
      found.push({
        line: at,
        reason: `"${key}" is no name of a label`,
        remedy: "write letters, digits and _",
      });
    }
  }
  for (const { key, line: at } of annotations) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key)) {
      found.push({
        line: at,
        reason: `"${key}" is no name of an annotation`,
        remedy: "write letters, digits and _",
      });
    }
  }
  return found;
}

function ofTemplates(kinds: readonly TemplateMistake["kind"][]): FileCheck["find"] {
  return ({ root, world }) =>
    alertsIn(root).flatMap((rule) => {
      const judge = judgeOf(rule, world);
      return [...rule.labels, ...rule.annotations].flatMap(({ value }: Entry) =>
        value.type === "scalar"
          ? templateMistakes(value.text, ruleTemplates, judge)
              .filter(({ kind }) => kinds.includes(kind))
              .map(({ at, reason, remedy }) => ({ line: value.lineAt(at), reason, remedy }))
          : [],
      );
    });
}

function remedyFor(label: string, has: readonly string[]): string {
  const meant = nearest(label, has);
  if (meant) return `did you mean $labels.${meant}?`;
  return has.length === 0
    ? `keep it: sum by (${label}) (...)`
    : `keep it in the aggregation or the join, or use ${has.join(", ")}`;
}

/** What the templates of an alert are judged by: the labels that its expression leaves, and the metrics that exist. */
function judgeOf({ query, labels }: Rule, world: World): Judge {
  const left = query?.ok ? labelsOf(query.expr, world) : undefined;
  const own = labels.map(({ key }) => key);
  return {
    label: (type, label) => {
      if (type !== "labels" || left === undefined || mayHave(left, label)) return undefined;
      const has = [...left.has].sort();
      return {
        reason: own.includes(label)
          ? `$labels.${label} is empty: it is set by this rule, and $labels holds only what the expression leaves`
          : `$labels.${label} is empty: the expression leaves no label "${label}"`,
        remedy: own.includes(label) ? "write its value out" : remedyFor(label, has),
      };
    },
    query: (text) => {
      const parsed = readQuery(text);
      if (!parsed.ok)
        return { reason: `the query in the template is not PromQL: ${parsed.message}`, remedy: "mend it" };
      const [type] = typeComplaints(parsed.expr);
      if (type) return type;
      const [unknown] = queryChecks
        .filter(({ id }) => ["unknown-metric", "unknown-label", "unknown-job"].includes(id))
        .flatMap(({ find }) => find({ text, query: parsed, lineAt: () => 0, use: "other", name: "", world }));
      return unknown;
    },
  };
}
