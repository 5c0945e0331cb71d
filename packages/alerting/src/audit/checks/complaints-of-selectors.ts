import { nearest, type LabelMatcher } from "@monitoring/collection";
import { findSeries, ownSeries } from "../known.ts";
import type { Complaint } from "../promql/complaint.ts";
import type { SelectorExpr } from "../promql/query.ts";
import { matchesWhole, regexMistake } from "../regex.ts";
import type { World } from "./world.ts";

/** A metric that does not exist. */
export function unknownMetric(one: SelectorExpr, world: World): Complaint[] {
  const name = one.metric;
  if (name === undefined || name.startsWith("ALERTS")) return [];
  if (findSeries(world.known, name) || ownSeries.has(name) || world.recordings.has(name)) return [];
  const meant = nearest(name, [...world.known.keys(), ...ownSeries.keys(), ...world.recordings.keys()]);
  const parts = world.known.has(`${name}_bucket`)
    ? `it is a histogram: read ${name}_bucket, ${name}_sum or ${name}_count`
    : undefined;
  return [
    {
      at: one.from,
      reason: `nothing in this stack exposes or records the metric ${name}`,
      remedy:
        parts ??
        (meant
          ? `did you mean ${meant}? A recording of another exporter is added with --metrics`
          : "add a recording of what exposes it with --metrics <file>"),
    },
  ];
}

/** Conditions on labels that the metric does not have. */
export function unknownLabels(one: SelectorExpr, world: World): Complaint[] {
  const name = one.metric;
  const metric = name === undefined ? undefined : (findSeries(world.known, name) ?? ownSeries.get(name));
  if (metric === undefined || world.recordings.has(name ?? "")) return [];
  const labels = [...metric.labels, ...world.targetLabels];
  return one.matchers
    .filter((matcher) => !labels.includes(matcher.label) && excludesMissing(matcher))
    .map(({ label }) => {
      const meant = nearest(label, labels);
      return {
        at: one.from,
        reason: `${name ?? "it"} has no label "${label}": nothing is selected`,
        remedy: meant ? `did you mean ${meant}?` : `it has ${[...labels].sort().join(", ")}`,
      };
    });
}

/** Whether a condition fails where the label is missing. */
function excludesMissing({ op, value }: LabelMatcher): boolean {
  if (op === "=") return value !== "";
  if (op === "!=") return value === "";
  if (op !== "=~") return false;
  return matchesWhole(value, "") === false;
}

/** Conditions that no job fulfils. */
export function unknownJobs(one: SelectorExpr, world: World): Complaint[] {
  if (world.jobs.size === 0) return [];
  return one.matchers.flatMap((matcher) => {
    if (matcher.label !== "job" || matcher.value === "" || matcher.op.startsWith("!")) return [];
    const matches =
      matcher.op === "="
        ? world.jobs.has(matcher.value)
        : [...world.jobs].some((job) => matchesWhole(matcher.value, job) ?? true);
    if (matches) return [];
    const meant = nearest(matcher.value, [...world.jobs]);
    return [
      {
        at: one.from,
        reason: `there is no job ${matcher.op === "=" ? `"${matcher.value}"` : `that matches ${matcher.value}`}: nothing is selected`,
        remedy: meant
          ? `did you mean "${meant}"?`
          : `there are ${[...world.jobs].sort().join(", ")}; --job <name> adds one`,
      },
    ];
  });
}

/** Regular expressions that are none, and conditions that exclude each other. */
export function badMatchers(one: SelectorExpr): Complaint[] {
  const wrong = one.matchers.flatMap(({ label, op, value }) => {
    const mistake = op.endsWith("~") ? regexMistake(value) : undefined;
    return mistake === undefined
      ? []
      : [
          {
            at: one.from,
            reason: `the condition on "${label}" is no regular expression: ${mistake}`,
            remedy: `mend ${value}`,
          },
        ];
  });
  const equal = one.matchers.filter(({ op }) => op === "=");
  const twice = equal.find(({ label, value }) =>
    equal.some((other) => other.label === label && other.value !== value),
  );
  return twice === undefined
    ? wrong
    : [
        ...wrong,
        {
          at: one.from,
          reason: `"${twice.label}" cannot have two values at once: nothing is selected`,
          remedy: `write ${twice.label}=~"${equal
            .filter(({ label }) => label === twice.label)
            .map(({ value }) => value)
            .join("|")}"`,
        },
      ];
}
