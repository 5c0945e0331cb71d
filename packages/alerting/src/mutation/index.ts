export * from "./edit.ts";
export * from "./equivalent-mutants.ts";
export { promqlEdits } from "./promql-edits.ts";
export * from "./rule-mutants.ts";
export * from "./policy-mutants.ts";
