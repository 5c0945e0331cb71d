export * from "./workspace.ts";
export * from "./workspace-logs.ts";
export * from "./write-role.ts";
