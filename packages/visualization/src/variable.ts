import {
  containerCpuSeconds,
  nodeLoad1,
  pgDatabaseSize,
  probeSuccess,
  promql,
  toolCallRate,
  up,
  where,
  type Metric,
  type Promql,
} from "@monitoring/collection";

interface Variable {
  readonly label: string;
  /** Series whose label values are the choice. */
  readonly from: Metric | Promql;
  readonly valuesOf: string;
}

/**
 * Databases that PostgreSQL, or a cloud that runs it, keeps for itself: nobody has data in them. The panel of transaction ids
 * shows them, as one of them that is forgotten stops the writes of all.
 */
export const ownDatabases = /template[01]|rdsadmin|cloudsqladmin|azure_(?:maintenance|sys)/;

/** What a reader may narrow a dashboard to, each a label of some series. */
export const variables = {
  service: { label: "Service", from: where(up, { job: "mcp-server" }), valuesOf: "service" },
  tool: { label: "Tool", from: where(toolCallRate, { service: /$service/ }), valuesOf: "tool" },
  instance: { label: "Machine", from: nodeLoad1, valuesOf: "instance" },
  container: { label: "Container", from: where(containerCpuSeconds, { name: /.+/ }), valuesOf: "name" },
  database: {
    label: "Database",
    from: where(pgDatabaseSize, { datname: { not: ownDatabases } }),
    valuesOf: "datname",
  },
  integration: { label: "Integration", from: where(probeSuccess, { job: "blackbox" }), valuesOf: "service" },
  job: { label: "Job", from: up, valuesOf: "job" },
} as const satisfies Readonly<Record<string, Variable>>;

/** The name of a variable. */
export type VariableName = keyof typeof variables;

/** The series whose label values are a variable's choice, as PromQL. */
export function seriesOf(name: VariableName): string {
  return promql`${variables[name].from}`.text;
}

/** Grafana's query for the values of a variable. */
export function valuesQuery(name: VariableName): string {
  return `label_values(${seriesOf(name)}, ${variables[name].valuesOf})`;
}

/** Conditions that a reader's choice fills in, for `where`. */
export const chosen = {
  service: { service: /$service/ },
  tool: { service: /$service/, tool: /$tool/ },
  instance: { instance: /$instance/ },
  container: { name: /$container/ },
  database: { datname: [/$database/, { not: ownDatabases }] },
  integration: { service: /$integration/ },
  job: { job: /$job/ },
} as const;
