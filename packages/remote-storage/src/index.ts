export * from "./amp-limits.ts";
export * from "./keep-list.ts";
