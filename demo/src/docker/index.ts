export { databaseName, monitoringUser } from "./databases.ts";
export * from "./demo.ts";
export * from "./inbox.ts";
