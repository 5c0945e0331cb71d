export { compileDashboard, dashboardReads, type DashboardOptions } from "./compile-dashboard.ts";
export * from "./compile-grafana.ts";
export * from "./dashboard.ts";
export { dashboards } from "./dashboards/index.ts";
export * from "./data-source.ts";
export * from "./expand-variables.ts";
export * from "./panel.ts";
export * from "./to-ini.ts";
export * from "./variable.ts";
