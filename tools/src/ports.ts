import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { publishedPorts, type Config, type Problem, type PublishedPort } from "@monitoring/stacks";
import { containers, docker } from "./engine-objects.ts";
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

/** Looks who has the ports of a configuration on the engine and, if it is the engine's, on this machine. */
export async function portStates(
  config: Config,
  env: NodeJS.ProcessEnv,
  engine: { readonly isHere: boolean; readonly answers: boolean },
): Promise<readonly (PublishedPort & { readonly state: PortState })[]> {
  const holders = engine.answers ? await containerPorts(env) : new Map<number, ContainerState>();
  return Promise.all(
    publishedPorts(config).map(async (row) => {
      const holder = holders.get(row.port);
      return {
        ...row,
        state: holder ?? (engine.isHere ? await stateHere(config.bindAddress, row.port) : nobody),
      };
    }),
  );
}

const nobody: PortState = { by: "nobody" };

type ContainerState = Extract<PortState, { by: "container" }>;

async function containerPorts(env: NodeJS.ProcessEnv): Promise<ReadonlyMap<number, ContainerState>> {
  const running = (await containers(env)).filter(({ state }) => state === "running");
  const byPort = new Map<number, ContainerState>();
  if (running.length === 0) return byPort;
  const format = "{{range $p, $b := .NetworkSettings.Ports}}{{range $b}}{{.HostPort}} {{end}}{{end}}";
  const lines = (await docker(["inspect", "--format", format, ...running.map(({ id }) => id)], env)).split(
    "\n",
  );
  running.forEach(({ name, stack }, i) => {
    for (const port of (lines[i] ?? "").split(" ").filter(Boolean)) {
      byPort.set(Number(port), { by: "container", name, stack });
    }
  });
  return byPort;
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
