import { demoBase, images as officialImages, optionalImages } from "@monitoring/stacks/images";
import { demoImage } from "./demo-image.ts";
import { previewImage } from "./preview-image.ts";
import { configOf, readSettings, trackedSettingsPath } from "./stack-settings.ts";
import {
  bootstrap,
  ensureEngine,
  ensurePulumi,
  step,
  type HostTools,
  type PulumiInstallation,
} from "./toolchain/index.ts";
import { UserError } from "./user-error.ts";

/** What a command wants to have at hand. */
export interface PrepareOptions {
  /** Consent to install and start the Docker engine. */
  readonly yes: boolean;
}

/** The toolchain without images. */
export interface PreparedCli {
  readonly cli: PulumiInstallation;
  readonly dockerHost: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** The toolchain with every image that the stack runs. */
export interface Prepared extends PreparedCli {
  readonly images: Readonly<Record<string, string>>;
  /** Why a service cannot run here, by its image's name. */
  readonly unavailable: Readonly<Record<string, string>>;
  /** promtool, amtool and alertmanager, as the images have them. */
  readonly tools: HostTools;
}

/** The engine and the pinned CLI. */
export async function prepareCli({ yes }: PrepareOptions): Promise<PreparedCli> {
  const { dockerHost } = await ensureEngine({ yes });
  return { cli: await ensurePulumi(), dockerHost, env: environment(dockerHost) };
}

/** The engine, then the pinned CLI and the images at the same time. Mistakes in the settings show before any work. */
export async function prepare({ yes }: PrepareOptions): Promise<Prepared> {
  const path = trackedSettingsPath("dev");
  const { images: chosen } = configOf(readSettings(path), path);
  // Those of tasks on AWS are none of this engine's.
  const { demo: ownDemo, preview: ownPreview, "ecs-exporter": _, "task-files": __, ...overrides } = chosen;
  const { demo: _demo, preview: _preview, ...rows } = officialImages;
  const toolchain = await bootstrap({
    yes,
    images: { ...rows, node: demoBase },
    overrides,
    optional: optionalImages,
  });
  const { node: base = demoBase, ...images } = toolchain.images;
  const env = environment(toolchain.dockerHost);
  const demo = ownDemo ?? (await step("make the demo's image", 5, () => demoImage(base, env)));
  const preview =
    "grafana" in toolchain.unavailable
      ? await previewInstead(ownPreview, base, env)
      : { images: {}, unavailable: {} };
  return {
    cli: toolchain.pulumi,
    dockerHost: toolchain.dockerHost,
    env,
    images: { ...images, demo, ...preview.images },
    unavailable: { ...toolchain.unavailable, ...preview.unavailable },
    tools: toolchain.tools,
  };
}

/** What shows the dashboards in Grafana's place; without it, everything else runs all the same. */
async function previewInstead(
  own: string | undefined,
  base: string,
  env: NodeJS.ProcessEnv,
): Promise<Pick<Prepared, "images" | "unavailable">> {
  if (own !== undefined) return { images: { preview: own }, unavailable: {} };
  try {
    const preview = await step("make the preview's image", 5, () => previewImage(base, env));
    return { images: { preview }, unavailable: {} };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { images: {}, unavailable: { preview: `page cannot be built (${firstLine(error.message)})` } };
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function environment(dockerHost: string | undefined): NodeJS.ProcessEnv {
  return { ...process.env, ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }) };
}
