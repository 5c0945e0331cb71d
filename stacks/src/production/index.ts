export * from "./created.ts";
export * from "./example.ts";
export * from "./graph.ts";
export * from "./record-prod.ts";
export * from "./sections.ts";
