import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { publish } from "../../bootstrap/publish.mjs";
import { UserError } from "../user-error.ts";
import { resolveToolchain } from "./context.ts";
import { dockerCli } from "./docker.ts";
import type { ImageOptions } from "./images.ts";

/** The programs that try compiled files on this machine: which image holds them, and where. */
const tools = {
  promtool: { image: "prometheus", path: "/bin/promtool" },
  amtool: { image: "alertmanager", path: "/bin/amtool" },
  prometheus: { image: "prometheus", path: "/bin/prometheus" },
  alertmanager: { image: "alertmanager", path: "/bin/alertmanager" },
} as const;

/** Absolute path of each tool. */
export type HostTools = Readonly<Record<keyof typeof tools, string>>;

/** Takes the tools out of the images that run, so that what checks a file is what will read it. */
export async function ensureTools(
  imageRefs: Readonly<Record<string, string>>,
  options: Omit<ImageOptions, "overrides"> = {},
): Promise<HostTools> {
  const toolchain = resolveToolchain(options);
  const { dockerHost } = options;
  const docker = dockerCli(
    dockerHost === undefined ? toolchain.env : { ...toolchain.env, DOCKER_HOST: dockerHost },
  );
  const ids = await docker.imageIds(Object.values(tools).flatMap(({ image }) => imageRefs[image] ?? []));
  const entries = Object.entries(tools).map(async ([name, { image, path }]) => {
    const ref = imageRefs[image];
    const id = ref === undefined ? undefined : (ids.get(ref) ?? (await docker.imageId(ref)));
    if (ref === undefined || id === undefined) {
      throw new UserError(
        `${name} is taken out of the image "${image}", which is not there: run npm run bootstrap`,
      );
    }
    const folder = join(toolchain.cache, "tools", id.replace("sha256:", "").slice(0, 16));
    await mkdir(folder, { recursive: true });
    const file = await publish(join(folder, name), async (temporary) => {
      const container = (await docker.run(["create", "--network=none", ref])).trim();
      try {
        await docker.run(["cp", `${container}:${path}`, temporary]);
      } finally {
        await docker.try(["rm", "--volumes", container]);
      }
    });
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as HostTools;
}
