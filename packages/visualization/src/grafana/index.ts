export * from "./dashboards.ts";
export * from "./amp-data-source.ts";
export * from "./deployment-mark.ts";
