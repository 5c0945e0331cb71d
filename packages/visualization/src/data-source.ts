/** A Grafana data source that panels read, as it differs between stacks. */
export interface DataSource {
  readonly type: string;
  readonly uid: string;
  /** What a reader chooses it by. */
  readonly name: string;
}

/** The Prometheus data source of a stack with its own Prometheus; the uid never changes. */
export const prometheusDataSource = {
  type: "prometheus",
  uid: "monitoring-prometheus",
  name: "Prometheus",
} as const satisfies DataSource;

/** Amazon Managed Service for Prometheus, read through its own plugin. */
export const ampDataSource = {
  type: "grafana-amazonprometheus-datasource",
  uid: "monitoring-amp",
  name: "Amazon Managed Prometheus",
} as const satisfies DataSource;

/** The uid of the Alertmanager data source, through which Grafana shows alerts and silences. */
export const alertmanagerDataSource = { type: "alertmanager", uid: "monitoring-alertmanager" } as const;
