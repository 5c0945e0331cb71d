import { run, tryRun, type RunOptions, type RunResult } from "./run.ts";

/** The docker command line with the environment of the engine that was found. */
export interface Docker {
  /** Runs `docker` with these arguments; it has to succeed. */
  run(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs `docker` with these arguments, whatever comes of it. */
  try(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** The id of a local image. */
  imageId(ref: string): Promise<string | undefined>;
  /**
   * Ids of local images by every reference that leads to them, of those that are there: one call for many. A reference
   * that is written in another way than the engine writes it may be missing; `imageId` knows all of them.
   */
  imageIds(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const references = "{{.Id}}\t{{json .RepoTags}}\t{{json .RepoDigests}}";

/** @param env must hold what points to the engine (DOCKER_HOST, HOME for contexts) */
export function dockerCli(env: Readonly<Record<string, string | undefined>>): Docker {
  return {
    run: (args, options) => run("docker", args, { env, ...options }),
    try: (args, options) => tryRun("docker", args, { env, ...options }),
    async imageId(ref) {
      const { code, stdout } = await tryRun("docker", ["image", "inspect", "--format", "{{.Id}}", ref], {
        env,
      });
      return code === 0 ? stdout.trim() : undefined;
    },
    async imageIds(refs) {
      // It fails if one of them is missing, and still prints the others.
      const { stdout } = await tryRun("docker", ["image", "inspect", "--format", references, ...refs], {
        env,
      });
      return idsByReference(stdout, refs);
    },
  };
}

/** Those of some references that lead to an image which the engine described, with its id. */
export function idsByReference(described: string, refs: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const line of described.split("\n").filter(Boolean)) {
    const [id = "", tags = "", digests = ""] = line.split("\t");
    const names = [tags, digests].flatMap((json) => (JSON.parse(json) as readonly string[] | null) ?? []);
    for (const name of names) ids.set(name, id);
  }
  return new Map(
    refs.flatMap((ref) => {
      // The engine keeps a pulled digest without the tag that it was asked for with.
      const id = ids.get(ref.replace(/:[^:@/]+@/, "@"));
      return id === undefined ? [] : [[ref, id]];
    }),
  );
}
