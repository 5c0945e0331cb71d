export * from "./cost-text.ts";
export * from "./recorded-series.ts";
export * from "./stack-cost.ts";
