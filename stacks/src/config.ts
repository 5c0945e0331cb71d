// One idea a file in config/; this keeps the name that others import.
export * from "./config/index.ts";
