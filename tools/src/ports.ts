import { createServer } from "node:net";
import type { Config } from "@monitoring/stacks";
import { containers, docker } from "./engine-objects.ts";
import { UserError } from "./user-error.ts";

/** Host ports that the stack is about to publish, by service. */
export function publishedPorts(
  config: Config,
): readonly { readonly service: string; readonly port: number }[] {
  const runs = (service: string): boolean => !config.unavailable.some((name) => name === service);
  return Object.entries(config.ports).flatMap(([service, port]) =>
    port === false || !runs(service) ? [] : [{ service, port }],
  );
}

/**
 * Refuses to go on if somebody else listens on a port that the stack publishes. Ports that its own running
 * containers hold are fine.
 * @throws UserError that names each port, by whom it is taken if a container has it, and what to do
 */
export async function refuseTakenPorts(config: Config, env: NodeJS.ProcessEnv): Promise<void> {
  const holders = await containerPorts(env);
  const taken: string[] = [];
  for (const { service, port } of publishedPorts(config)) {
    const holder = holders.get(port);
    if (holder?.stack === config.namePrefix) continue;
    if (holder === undefined && (await isFree(config.bindAddress, port))) continue;
    taken.push(
      `  - ${config.bindAddress}:${port} for ${service} is taken by ${holder ? `container ${holder.name}` : "another program"}; ` +
        `stop it, or set monitoring:ports.${service} to another port or to false`,
    );
  }
  if (taken.length > 0) throw new UserError(`ports are taken:\n${taken.join("\n")}`);
}

async function containerPorts(env: NodeJS.ProcessEnv) {
  const running = (await containers(env)).filter(({ state }) => state === "running");
  const byPort = new Map<number, { name: string; stack: string }>();
  if (running.length === 0) return byPort;
  const format = "{{range $p, $b := .NetworkSettings.Ports}}{{range $b}}{{.HostPort}} {{end}}{{end}}";
  const lines = (await docker(["inspect", "--format", format, ...running.map(({ id }) => id)], env)).split(
    "\n",
  );
  running.forEach((container, i) => {
    for (const port of (lines[i] ?? "").split(" ").filter(Boolean)) byPort.set(Number(port), container);
  });
  return byPort;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code !== "EADDRINUSE");
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
