/**
 * The official image of every container, by tag and, where at least two independent public sources agree on
 * it, by digest. Alertmanager's digest has one source so far. `images` in a stack's configuration overrides any row;
 * where no registry answers, `npm run up` builds an image of the same layout and passes it in the same way.
 */
export const images = {
  prometheus:
    "prom/prometheus:v3.14.0@sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0",
  alertmanager:
    "prom/alertmanager:v0.31.1@sha256:88b605de9aba0410775c1eb3438f951115054e0d307f23f274a4c705f51630c1",
  "blackbox-exporter":
    "prom/blackbox-exporter:v0.28.0@sha256:e753ff9f3fc458d02cca5eddab5a77e1c175eee484a8925ac7d524f04366c2fc",
  postgres: "postgres:18.4@sha256:3a82e1f56c8f0f5616a11103ac3d47e632c3938698946a7ad26da0df1334744a",
  redis: "redis:8.2.2",
  /** The demo's programs on {@link demoBase}: on no registry, made by `npm run up`, which passes its tag by content. */
  demo: "mcp-local/demo:latest",
} as const satisfies Record<string, string>;

/** What the demo's image is made from. */
export const demoBase =
  "node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d";

/** A row of {@link images}. */
export type ImageName = keyof typeof images;
