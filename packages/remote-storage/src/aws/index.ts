export * from "./workspace.ts";
export * from "./workspace-logs.ts";
