import { promql, toolCallRate, up, where, type Metric, type Promql } from "@monitoring/collection";

/** What a reader may narrow a dashboard to. */
export type VariableName = "service" | "tool" | "instance";

interface Variable {
  readonly label: string;
  /** Series whose label values are the choice. */
  readonly from: Metric | Promql;
  readonly valuesOf: string;
}

/** The choices, each a label of some series. */
export const variables: Readonly<Record<VariableName, Variable>> = {
  service: { label: "Service", from: up, valuesOf: "service" },
  instance: { label: "Instance", from: where(up, { service: /$service/ }), valuesOf: "instance" },
  tool: { label: "Tool", from: toolCallRate, valuesOf: "tool_name" },
};

/** Grafana's query for the values of a variable. */
export function valuesQuery(name: VariableName): string {
  const { from, valuesOf } = variables[name];
  return `label_values(${promql`${from}`.text}, ${valuesOf})`;
}

/** Conditions that a reader's choice fills in, for `where`. */
export const chosen = {
  service: { service: /$service/ },
  instance: { service: /$service/, instance: /$instance/ },
  tool: { service: /$service/, tool: /$tool/ },
} as const;
