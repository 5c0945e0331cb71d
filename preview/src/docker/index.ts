export * from "./preview.ts";
