export * from "./compose-project.ts";
export * from "./compose-yaml.ts";
export * from "./record-dev.ts";
