export * from "./folder.ts";
export * from "./normalise-dashboard.ts";
export * from "./read-dashboard.ts";
