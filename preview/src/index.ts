export { readPage, type PageFile } from "./server/page-files.ts";
export * from "./server/preview-handler.ts";
export * from "./server/source.ts";
export * from "./server/upstream.ts";
export * from "./preview-files.ts";
export * from "./site.ts";
