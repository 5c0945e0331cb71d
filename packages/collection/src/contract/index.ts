export * from "./check-contract.ts";
export * from "./contract-diff.ts";
export * from "./known-series.ts";
export * from "./parse-exposition.ts";
export * from "./unknown-reads.ts";
