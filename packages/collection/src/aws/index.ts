export * from "./agents.ts";
export * from "./collector-group.ts";
export * from "./config-bucket.ts";
export * from "./ecs-exporter.ts";
export * from "./exporters.ts";
export * from "./fargate-service.ts";
export { fetchFilesProgram } from "./task-files.ts";
