export * from "./compile-lint-table.ts";
export * from "./expand-variables.ts";
export * from "./finding.ts";
export * from "./lint-dashboard.ts";
export * from "./lint-dashboards.ts";
export * from "./lint-file.ts";
export * from "./rule.ts";
export { unknownSeries } from "./rules/contract.ts";
export { lintRules } from "./rules/index.ts";
