export * from "./alertmanager.ts";
