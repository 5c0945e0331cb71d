import { demoBase, images as officialImages, optionalImages } from "@monitoring/stacks";
import { demoImage } from "./demo-image.ts";
import { configOf, readSettings, trackedSettingsPath } from "./stack-settings.ts";
import {
  ensureEngine,
  ensureImages,
  ensurePulumi,
  step,
  type PulumiInstallation,
} from "./toolchain/index.ts";

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
}

/** The engine and the pinned CLI. */
export async function prepareCli({ yes }: PrepareOptions): Promise<PreparedCli> {
  const { dockerHost } = await ensureEngine({ yes });
  return { cli: await ensurePulumi(), dockerHost, env: environment(dockerHost) };
}

/** The engine, then the pinned CLI and the images at the same time. Mistakes in the settings show before any work. */
export async function prepare({ yes }: PrepareOptions): Promise<Prepared> {
  const path = trackedSettingsPath("dev");
  const { images: overrides } = configOf(readSettings(path), path);
  const { dockerHost } = await ensureEngine({ yes });
  const env = environment(dockerHost);
  const { demo: madeHere, ...rows } = officialImages;
  const { demo: ownDemo, ...withoutDemo } = overrides;
  const [cli, { images: pulled, unavailable }] = await Promise.all([
    ensurePulumi(),
    ensureImages(
      { ...rows, node: demoBase },
      { overrides: withoutDemo, dockerHost, optional: optionalImages },
    ),
  ]);
  const { node: base = demoBase, ...found } = pulled;
  const demoTag = ownDemo ?? (await step("make the demo's image", 5, () => demoImage(base, env)));
  return { cli, dockerHost, env, images: { ...found, demo: demoTag }, unavailable };
}

function environment(dockerHost: string | undefined): NodeJS.ProcessEnv {
  return { ...process.env, ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }) };
}
