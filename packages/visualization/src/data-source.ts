/** The uid under which every stack provisions its Prometheus data source; panels refer to it by this value. */
export const prometheusDataSource = { type: "prometheus", uid: "monitoring-prometheus" } as const;

/** The uid of the Alertmanager data source, through which Grafana shows alerts and silences. */
export const alertmanagerDataSource = { type: "alertmanager", uid: "monitoring-alertmanager" } as const;
