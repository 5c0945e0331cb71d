import { stackLabel } from "@monitoring/collection";
import { capture } from "./child.ts";
import { UserError } from "./user-error.ts";

/** A container that carries a stack's label, or blocks one of its names. */
export interface EngineContainer {
  readonly id: string;
  readonly name: string;
  /** Prefix of the stack that made it; empty for anybody else's. */
  readonly stack: string;
  readonly state: string;
  /** Ports of the engine's host that lead into it, while it runs. */
  readonly ports: readonly number[];
}

/** Runs the docker CLI. @throws UserError with its own words */
export async function docker(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await capture("docker", args, { env });
  if (code !== 0) throw new UserError(`docker ${args[0] ?? ""} failed: ${stderr.trim()}`);
  return stdout;
}

/** For `docker ps --all --no-trunc`: what {@link parseContainers} reads. */
export const containerFormat = `{{.ID}}\t{{.Names}}\t{{.Label "${stackLabel}"}}\t{{.State}}\t{{.Ports}}`;

/** Every container of the engine, running or not. */
export async function containers(env: NodeJS.ProcessEnv): Promise<readonly EngineContainer[]> {
  return parseContainers(await docker(["ps", "--all", "--no-trunc", "--format", containerFormat], env));
}

/** Containers from lines in {@link containerFormat}. */
export function parseContainers(text: string): readonly EngineContainer[] {
  return lines(text).map((line) => {
    const [id = "", name = "", stack = "", state = "", ports = ""] = line.split("\t");
    return { id, name, stack, state, ports: hostPorts(ports) };
  });
}

/** Host ports in a line like `127.0.0.1:3001-3002->3001-3002/tcp, :::80->80/tcp, 9090/tcp`. */
export function hostPorts(text: string): readonly number[] {
  const found = [...text.matchAll(/:(\d+)(?:-(\d+))?->/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i),
  );
  // Published on IPv4 and IPv6, a port is there twice.
  return [...new Set(found)];
}

/** Names of the volumes that carry a stack's label. */
export async function volumes(prefix: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const filter = `label=${stackLabel}=${prefix}`;
  return lines(await docker(["volume", "ls", "--quiet", "--filter", filter], env));
}

/** Ids of the networks that carry a stack's label. */
export async function networks(prefix: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const filter = `label=${stackLabel}=${prefix}`;
  return lines(await docker(["network", "ls", "--quiet", "--no-trunc", "--filter", filter], env));
}

/** A stack's container that should run and does not, with the last line of its log. */
export interface FailingContainer extends EngineContainer {
  readonly lastWords: string;
}

/** The containers of a stack that restart over and over or have ended with an error. */
export async function failing(prefix: string, env: NodeJS.ProcessEnv): Promise<readonly FailingContainer[]> {
  const broken = (await containers(env)).filter(
    ({ stack, state }) => stack === prefix && (state === "restarting" || state === "dead"),
  );
  return Promise.all(
    broken.map(async (container) => ({ ...container, lastWords: await lastWords(container.id, env) })),
  );
}

/** The last line of a container's log. @param container its id or name */
export async function lastWords(container: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await capture("docker", ["logs", "--tail", "1", container], { env });
  return `${stdout}${stderr}`.trim();
}

function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
