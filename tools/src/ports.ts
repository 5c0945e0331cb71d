import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { publishedPorts, type Config, type Problem, type PublishedPort } from "@monitoring/stacks";
import { capture } from "./child.ts";
import type { EngineContainer } from "./engine-objects.ts";
import { listenerOn, type Listener } from "./listeners.ts";

/** Who has a port: a container, a program that is known or not, or nobody. */
export type PortState =
  | { readonly by: "nobody" }
  | { readonly by: "container"; readonly name: string; readonly stack: string }
  | { readonly by: "program"; readonly listener: Listener | undefined };

/** Every port that the stack is about to publish and cannot have. Ports of its own running containers are fine. */
export function portProblems(
  config: Pick<Config, "bindAddress" | "namePrefix">,
  wanted: readonly (PublishedPort & { readonly state: PortState })[],
): readonly Problem[] {
  const { bindAddress, namePrefix } = config;
  return wanted.flatMap(({ service, port, state }) => {
    const holder = holderOf(state, namePrefix);
    if (holder === undefined) return [];
    const message =
      `${bindAddress}:${port} for ${service} is taken by ${holder}; ` +
      `stop it, or set monitoring:ports.${service} to another port or to false`;
    return [{ key: `ports.${service}`, message }];
  });
}

function holderOf(state: PortState, ownPrefix: string): string | undefined {
  switch (state.by) {
    case "container":
      return state.stack === ownPrefix ? undefined : `container ${state.name}`;
    case "program":
      return state.listener ? `${state.listener.name} (process ${state.listener.pid})` : "another program";
    case "nobody":
      return undefined;
  }
}

/** A bind address that this machine does not have: the engine would refuse every port half way through an update. */
export function addressProblems(bindAddress: string, addresses: readonly string[]): readonly Problem[] {
  if (bindAddress === "0.0.0.0" || bindAddress.startsWith("127.") || addresses.includes(bindAddress))
    return [];
  const message =
    `monitoring:bindAddress is "${bindAddress}", which is no address of this machine; ` +
    `it must be ${["127.0.0.1", "0.0.0.0", ...addresses].join(" or ")}`;
  return [{ key: "bindAddress", message }];
}

/** The IPv4 addresses of this machine, without its loopback's. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}

/** Where ports are looked for. */
export interface PortPlaces {
  /** Whether the engine is this machine's. */
  readonly isHere: boolean;
  /** What is on the engine, if it answers. */
  readonly containers: readonly EngineContainer[] | undefined;
}

/** Looks who has the ports of a configuration on the engine and, if it is the engine's, on this machine. */
export async function portStates(
  config: Config,
  env: NodeJS.ProcessEnv,
  { isHere, containers = [] }: PortPlaces,
): Promise<readonly (PublishedPort & { readonly state: PortState })[]> {
  const holders = byPort(containers, ({ ports }) => ports);
  const rows = await Promise.all(
    publishedPorts(config).map(async (row) => {
      const here = () => (isHere ? stateHere(config.bindAddress, row.port) : nobody);
      return { ...row, state: holders.get(row.port) ?? (await here()) };
    }),
  );
  if (!rows.some(({ state }) => isEngines(state))) return rows;
  const others = containers.filter(({ state }) => state !== "running");
  const wanted = await wantedPorts(others, env);
  const starting = byPort(others, ({ id }) => wanted.get(id) ?? []);
  return rows.map((row) =>
    isEngines(row.state) ? { ...row, state: starting.get(row.port) ?? row.state } : row,
  );
}

const nobody: PortState = { by: "nobody" };

function byPort(
  containers: readonly EngineContainer[],
  ports: (container: EngineContainer) => readonly number[],
): ReadonlyMap<number, PortState> {
  return new Map(
    containers.flatMap((container) => {
      const state: PortState = { by: "container", name: container.name, stack: container.stack };
      return ports(container).map((port) => [port, state] as const);
    }),
  );
}

// While a container starts or stops, its ports are taken already or still, and it does not say so: one that an
// interrupted update has just created would look like a stranger.
function isEngines(state: PortState): boolean {
  return state.by === "program" && state.listener?.name === "docker-proxy";
}

/** The host ports that containers ask for, by their ids. One that is gone meanwhile asks for nothing. */
async function wantedPorts(
  containers: readonly EngineContainer[],
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (containers.length === 0) return new Map();
  const format =
    "{{.Id}} {{range $p, $b := .HostConfig.PortBindings}}{{range $b}}{{.HostPort}} {{end}}{{end}}";
  const ids = containers.map(({ id }) => id);
  const { stdout } = await capture("docker", ["inspect", "--format", format, ...ids], { env });
  const lines = stdout.split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [id = "", ...ports] = line.split(" ").filter(Boolean);
      return [id, ports.map(Number)] as const;
    }),
  );
}

function stateHere(host: string, port: number): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(code === "EADDRINUSE" ? { by: "program", listener: listenerOn(port) } : nobody);
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(nobody);
      });
    });
  });
}
