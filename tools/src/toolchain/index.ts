import { resolveToolchain } from "./context.ts";
import type { Report } from "./progress.ts";

export { actionlint } from "./actionlint.ts";
export { allOrFirstError } from "./all.ts";
export { bootstrap, type Bootstrapped, type BootstrapOptions } from "./bootstrap.ts";
export { resolveToolchain, type Toolchain, type ToolchainOptions } from "./context.ts";
export { ensureEngine, type Engine } from "./engine.ts";
export { ensureTools, type HostTools } from "./host-tools.ts";
export { ensureImages, type EnsuredImages, type ImageOptions } from "./images.ts";
export { presentTools, type PresentTools } from "./present-tools.ts";
export { createProgress, type Progress, type Report } from "./progress.ts";
export { ensurePulumi, type PulumiInstallation } from "./pulumi.ts";
export { run, tryRun, type RunOptions, type RunResult } from "./run.ts";
export { versions } from "./versions.ts";

/** Runs `work` as a step of the shared progress display. */
export function step<T>(
  title: string,
  estimateSeconds: number,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  return resolveToolchain().progress.step(title, estimateSeconds, work);
}
