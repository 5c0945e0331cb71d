export * from "./planned-resource.ts";
export * from "./policies/index.ts";
export * from "./policy.ts";
