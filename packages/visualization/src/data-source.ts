/** The uid under which every stack provisions its Prometheus data source; panels refer to it by this value. */
export const prometheusDataSource = { type: "prometheus", uid: "monitoring-prometheus" } as const;
