import { allOrFirstError } from "./all.ts";
import { resolveToolchain, type Toolchain } from "./context.ts";
import { ensureEngine } from "./engine.ts";
import { removeStaleCaches } from "./go.ts";
import { ensureTools, type HostTools } from "./host-tools.ts";
import { ensureImages, type EnsuredImages, type ImageOptions } from "./images.ts";
import { ensurePulumi, type PulumiInstallation } from "./pulumi.ts";

/** What the whole bootstrap needs to know. */
export interface BootstrapOptions extends ImageOptions {
  /** The official image of each container, as `stacks/src/images.ts` has them. */
  readonly images: Readonly<Record<string, string>>;
}

/** All that `up` needs. */
export interface Bootstrapped extends EnsuredImages {
  readonly dockerHost?: string;
  readonly pulumi: PulumiInstallation;
  readonly tools: HostTools;
}

/** Engine, Pulumi, images and tools. Everything is found, fetched or built once; a second call takes a moment. */
export async function bootstrap(options: BootstrapOptions): Promise<Bootstrapped> {
  const toolchain: Toolchain = resolveToolchain(options);
  const engine = await ensureEngine(toolchain);
  const dockerHost = engine.dockerHost;
  const imageOptions = {
    ...toolchain,
    dockerHost,
    ...(options.overrides && { overrides: options.overrides }),
    ...(options.optional && { optional: options.optional }),
  };
  let pulumi: PulumiInstallation | undefined;
  let images: EnsuredImages = { images: {}, unavailable: {} };
  await allOrFirstError([
    ensurePulumi(toolchain).then((result) => void (pulumi = result)),
    ensureImages(options.images, imageOptions).then((result) => void (images = result)),
  ]);
  await removeStaleCaches(toolchain);
  const tools = await ensureTools(images.images, { ...toolchain, dockerHost });
  if (!pulumi) throw new Error("ensurePulumi gave nothing");
  return { ...engine, ...images, pulumi, tools };
}
