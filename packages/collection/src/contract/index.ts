export * from "./check-contract.ts";
export * from "./contract-diff.ts";
export * from "./parse-exposition.ts";
