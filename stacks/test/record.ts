export * from "../src/record.ts";
