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
  "node-exporter":
    "prom/node-exporter:v1.11.1@sha256:e9cff4fc67b1818f8c97adb115b9f12c9a54b533de86765d4a0effc01b357205",
  cadvisor:
    "ghcr.io/google/cadvisor:v0.57.0@sha256:e75bdb03b74b0b6995f208f166fead2e6e555dde73e44200113bb26f41b1981d",
  "postgres-exporter":
    "prometheuscommunity/postgres-exporter:v0.19.1@sha256:e96064f876226d94bb6ce48a4c4b3dd76edba91168ec1ab024e5c4b959310b0f",
  "redis-exporter":
    "oliver006/redis_exporter:v1.86.0@sha256:2e9795be900db073e9475fdb9c5124db309b07a3e4e75a1770705cb03be1a1c8",
  grafana: "grafana/grafana:12.4.2@sha256:83749231c3835e390a3144e5e940203e42b9589761f20ef3169c716e734ad505",
  postgres: "postgres:18.4@sha256:3a82e1f56c8f0f5616a11103ac3d47e632c3938698946a7ad26da0df1334744a",
  redis: "redis:8.6.1@sha256:315270d166080f537bbdf1b489b603aaaa213cb55a544acfa51feb7481abb1c0",
  /** The demo's programs on {@link demoBase}: on no registry, made by `npm run up`, which passes its tag by content. */
  demo: "mcp-local/demo:latest",
  /** What shows dashboards where Grafana cannot be had, on {@link demoBase}: made in the same way as the demo's. */
  preview: "mcp-local/preview:latest",
} as const satisfies Record<string, string>;

/** What the images of the project's own programs are made from. */
export const demoBase =
  "node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d";

/** A row of {@link images}. */
export type ImageName = keyof typeof images;

/** What prod's tasks run beside the rows of {@link images}. */
export const taskImages = {
  /** No two public sources agree on its digest: its tag is all there is. */
  "ecs-exporter": "quay.io/prometheuscommunity/ecs-exporter:v0.4.0",
  /** Runs the program that brings files into a task. */
  "task-files": demoBase,
} as const satisfies Record<string, string>;

/** A row of {@link taskImages}. */
export type TaskImageName = keyof typeof taskImages;

/**
 * The images that a stack also runs without: Grafana's can be built nowhere but at its maker's, and the preview, which
 * takes its place, only where npm's registry is in reach.
 */
export const optionalImages = ["grafana", "preview"] as const satisfies readonly ImageName[];
