export * from "./dashboards.ts";
