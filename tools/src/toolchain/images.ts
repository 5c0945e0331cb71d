import { UserError } from "../user-error.ts";
import { allOrFirstError } from "./all.ts";
import { resolveToolchain, type Toolchain, type ToolchainOptions } from "./context.ts";
import { dockerCli, type Docker } from "./docker.ts";
import { buildImage, localImageRef } from "./image-build.ts";
import { imageRecipes } from "./image-recipes.ts";

/** What `ensureImages` may be told besides the usual. */
export interface ImageOptions extends ToolchainOptions {
  /** References that win over the official ones: `{ prometheus: "registry.example/prometheus:3" }`. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Images that are reported as unavailable where they can neither be pulled nor built. @default none */
  readonly optional?: readonly string[];
  /** As `ensureEngine` gave it. */
  readonly dockerHost?: string | undefined;
}

/** What `ensureImages` found. */
export interface EnsuredImages {
  /** The reference to use for each image. */
  readonly images: Readonly<Record<string, string>>;
  /** Why an optional image cannot be had. */
  readonly unavailable: Readonly<Record<string, string>>;
}

/**
 * Makes every image available to the engine and gives the reference to use for each: the override, else the official
 * image if it is there or can be pulled, else one of the same layout that is built here.
 */
export async function ensureImages(
  rows: Readonly<Record<string, string>>,
  options: ImageOptions = {},
): Promise<EnsuredImages> {
  const toolchain = resolveToolchain(options);
  const { dockerHost } = options;
  const docker = dockerCli(
    dockerHost === undefined ? toolchain.env : { ...toolchain.env, DOCKER_HOST: dockerHost },
  );
  const registry = new Registry(toolchain, docker);
  const names = Object.keys(rows);
  const unknown = Object.keys(options.overrides ?? {}).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      `there is no image named "${unknown.join('", "')}" to override: there are ${names.join(", ")}`,
    );
  }
  const present = await docker.imageIds(Object.entries(rows).flatMap(([name, ref]) => candidates(name, ref)));
  const unavailable: Record<string, string> = {};
  const tasks = Object.entries(rows).map(async ([name, official]): Promise<[string, string][]> => {
    const override = options.overrides?.[name];
    if (override !== undefined) {
      if (!(await docker.imageId(override))) await pullOverride(toolchain, docker, name, override);
      return [[name, override]];
    }
    const result = await ensure(toolchain, docker, { registry, present }, name, official);
    if ("ref" in result) return [[name, result.ref]];
    if (!options.optional?.includes(name)) throw new UserError(withoutRecipe(name, official, result.problem));
    unavailable[name] = `image cannot be pulled (${result.problem})`;
    return [];
  });
  return { images: Object.fromEntries((await allOrFirstError(tasks)).flat()), unavailable };
}

function withoutRecipe(name: string, official: string, problem: string): string {
  return (
    `the image ${official} cannot be pulled (${problem}) and there is no recipe to build "${name}" here: ` +
    `allow access to the registry, or set images.${name} in the stack's configuration to an image that is in reach`
  );
}

/** The references that an image may have here, best first. */
function candidates(name: string, official: string): readonly string[] {
  const recipe = imageRecipes[name];
  return recipe ? [official, localImageRef(name, recipe)] : [official];
}

async function ensure(
  toolchain: Toolchain,
  docker: Docker,
  { registry, present }: { readonly registry: Registry; readonly present: ReadonlyMap<string, string> },
  name: string,
  official: string,
): Promise<{ readonly ref: string } | { readonly problem: string }> {
  const there = candidates(name, official).find((ref) => present.has(ref));
  if (there !== undefined) return { ref: there };
  if (await docker.imageId(official)) return { ref: official };
  const recipe = imageRecipes[name];
  if (recipe && (await docker.imageId(localImageRef(name, recipe))))
    return { ref: localImageRef(name, recipe) };
  const problem = await registry.pull(name, official);
  if (problem === undefined) return { ref: official };
  if (!recipe) return { problem };
  registry.sayOnce(`images that cannot be pulled are built here (${problem})`);
  return { ref: await buildImage(toolchain, docker, name, recipe) };
}

async function pullOverride(toolchain: Toolchain, docker: Docker, name: string, ref: string): Promise<void> {
  await toolchain.progress.step(`pull ${ref}`, 0, async () => {
    const { code, stderr } = await docker.try(["pull", "--quiet", ref]);
    if (code === 0) return;
    throw new UserError(
      `the image "${ref}", which images.${name} in the stack's configuration asks for, cannot be pulled (${lastLine(stderr)}): ` +
        `correct the reference, log in with \`docker login\`, or remove the setting to use the default`,
    );
  });
}

const patienceSeconds = 6;

/** Pulls official images; whether a registry answers at all is asked only once, not per image. */
class Registry {
  readonly #toolchain: Toolchain;
  readonly #docker: Docker;
  #problem: Promise<string | undefined> | undefined;
  #told = false;

  constructor(toolchain: Toolchain, docker: Docker) {
    this.#toolchain = toolchain;
    this.#docker = docker;
  }

  /** The reason why it cannot be pulled; nothing if it was. */
  async pull(name: string, ref: string): Promise<string | undefined> {
    const unreachable = await (this.#problem ??= this.#probe(ref));
    if (unreachable !== undefined) return unreachable;
    return this.#toolchain.progress.step(`pull ${name}`, 15, async () => {
      const { code, stderr } = await this.#docker.try(["pull", "--quiet", ref]);
      return code === 0 ? undefined : lastLine(stderr);
    });
  }

  // The engine's own network counts (its proxy, its mirrors), not ours. A tag that nobody has is an answer, too.
  async #probe(ref: string): Promise<string | undefined> {
    const slash = ref.indexOf("/");
    const host = slash > 0 && /[.:]/.test(ref.slice(0, slash)) ? `${ref.slice(0, slash)}/` : "";
    const probe = `${host}library/monitoring-reachable:probe`;
    const { code, stderr } = await this.#docker.try(["pull", "--quiet", probe], {
      timeoutSeconds: patienceSeconds,
    });
    if (answered(code, stderr)) return undefined;
    return code === null ? `no answer within ${patienceSeconds} s` : lastLine(stderr);
  }

  /** Tells the person, the first time only. */
  sayOnce(text: string): void {
    if (!this.#told) this.#toolchain.progress.line(text);
    this.#told = true;
  }
}

/** Whether what `docker pull` said about a tag that does not exist came from a registry. */
export function answered(code: number | null, stderr: string): boolean {
  return (
    code === 0 ||
    /not found|denied|manifest unknown|does not exist|toomanyrequests|unauthorized/i.test(stderr)
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
}
