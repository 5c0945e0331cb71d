export * from "./grafana.ts";
