import { run, tryRun, type RunOptions, type RunResult } from "./run.ts";

/** The docker command line with the environment of the engine that was found. */
export interface Docker {
  /** Runs `docker` with these arguments; it has to succeed. */
  run(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs `docker` with these arguments, whatever comes of it. */
  try(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** The id of a local image. */
  imageId(ref: string): Promise<string | undefined>;
}

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
  };
}
