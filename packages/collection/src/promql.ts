import type { Metric, TargetLabel } from "./metric.ts";

/** One use of a metric in an expression, with the labels that the expression selects on. */
export interface MetricRead {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** A PromQL text that remembers which metrics were put into it. */
export interface Promql {
  readonly text: string;
  readonly reads: readonly MetricRead[];
}

/** A label's value to match: equal to a string, or matching a (fully anchored) regular expression. */
export type Matcher = string | RegExp | { readonly not: RegExp };

/**
 * PromQL stays PromQL; only metrics and other expressions are put in as values:
 *
 *     promql`sum by (service) (rate(${where(httpRequests, { status: /5../ })}[5m]))`
 */
export function promql(
  strings: TemplateStringsArray,
  ...values: readonly (Metric | Promql | number | string)[]
): Promql {
  const parts = values.map(toPromql);
  return {
    text: strings.map((part, i) => part + (parts[i]?.text ?? "")).join(""),
    reads: parts.flatMap((part) => part.reads),
  };
}

/** Selects the series of a metric by its own labels and the target's. */
export function where<Label extends string>(
  metric: Metric<Label>,
  matchers: Readonly<Partial<Record<NoInfer<Label> | TargetLabel, Matcher | readonly Matcher[]>>>,
): Promql {
  const entries = Object.entries<Matcher | readonly Matcher[] | undefined>(matchers).filter(
    (entry) => entry[1] !== undefined,
  );
  const text = entries.flatMap(([label, own = []]) =>
    [own].flat().map((matcher) => matching(label, matcher)),
  );
  return {
    text: `${metric.name}{${text.join(", ")}}`,
    reads: [{ metric: metric.name, labels: entries.map(([label]) => label) }],
  };
}

function matching(label: string, matcher: Matcher): string {
  if (typeof matcher === "string") return `${label}=${quote(matcher)}`;
  return matcher instanceof RegExp
    ? `${label}=~${quote(matcher.source)}`
    : `${label}!~${quote(matcher.not.source)}`;
}

/** A PromQL string literal; PromQL escapes as Go does, of which JSON's escapes are a subset. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

function toPromql(value: Metric | Promql | number | string): Promql {
  if (typeof value === "number" || typeof value === "string") return { text: String(value), reads: [] };
  if ("reads" in value) return value;
  return { text: value.name, reads: [{ metric: value.name, labels: [] }] };
}
