import { gauge, type Metric } from "./metric.ts";
import type { Promql } from "./promql.ts";

/** A metric that Prometheus computes: named `level:metric:operations`, read like any other. */
export interface Recording extends Metric {
  readonly expr: Promql;
}

/** Declares a recording rule. */
export function recording(name: string, expr: Promql): Recording {
  return { ...gauge(name, [], `recorded: ${expr.text}`), expr };
}
