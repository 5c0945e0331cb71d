export * from "./demo.ts";
export * from "./inbox.ts";
