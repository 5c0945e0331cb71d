export * from "./artefacts.ts";
export * from "./catalogue.ts";
export * from "./config.ts";
export * from "./custom-files.ts";
export * from "./data-owners.ts";
export * from "./images.ts";
export * from "./receivers.ts";
export * from "./targets.ts";
