export * from "./edit.ts";
export { promqlEdits } from "./promql-edits.ts";
export * from "./rule-mutants.ts";
