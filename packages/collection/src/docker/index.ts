export * from "./blackbox-exporter.ts";
export * from "./prometheus.ts";
export * from "./service-container.ts";
export * from "./site.ts";
export * from "./volumes.ts";
