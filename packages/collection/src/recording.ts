import { gauge, type Metric } from "./metric.ts";
import type { Promql } from "./promql.ts";

/** A metric that Prometheus computes: named `level:metric:operations`, read like any other. */
export interface Recording<Label extends string = string> extends Metric<Label> {
  readonly expr: Promql;
  /** Labels that every sample gets, with their values. @default none */
  readonly sets?: Readonly<Record<string, string>>;
}

/** Declares a recording rule with the labels that its expression leaves, the target's not among them. */
export function recording<const Label extends string = never>(
  name: string,
  labels: readonly Label[],
  expr: Promql,
): Recording<Label> {
  return { ...gauge(name, labels, `recorded: ${expr.text}`), expr };
}
