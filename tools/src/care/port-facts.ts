import { createServer } from "node:net";
import type { Config } from "@monitoring/stacks";
import type { EngineContainer } from "../engine-objects.ts";
import { askOr } from "./docker.ts";
import type { PortFacts } from "./doctor-facts.ts";

/** Who holds each port that the stack publishes. */
export async function portFacts(
  config: Config,
  containers: readonly EngineContainer[],
): Promise<readonly PortFacts[]> {
  const holders = await holdersOf(containers);
  return Promise.all(
    published(config).map(async ({ service, port }): Promise<PortFacts> => {
      const row = { service, port, address: config.bindAddress };
      const holder = holders.get(port);
      if (holder?.stack === config.namePrefix) return { ...row, holder: "own" };
      if (holder) return { ...row, holder: { container: holder.name } };
      return { ...row, holder: (await isFree(config.bindAddress, port)) ? "nobody" : "a program" };
    }),
  );
}

function published({ ports }: Config): readonly { readonly service: string; readonly port: number }[] {
  return Object.entries(ports).flatMap(([service, port]) => (port === false ? [] : [{ service, port }]));
}

async function holdersOf(containers: readonly EngineContainer[]) {
  const running = containers.filter(({ state }) => state === "running");
  const holders = new Map<number, EngineContainer>();
  if (running.length === 0) return holders;
  const format = "{{range $p, $b := .NetworkSettings.Ports}}{{range $b}}{{.HostPort}} {{end}}{{end}}";
  const text = await askOr(["inspect", "--format", format, ...running.map(({ id }) => id)]);
  const lines = (text ?? "").split("\n");
  running.forEach((container, i) => {
    for (const port of (lines[i] ?? "").split(" ").filter(Boolean)) holders.set(Number(port), container);
  });
  return holders;
}

/** Whether a server could listen there. A port that this user may not use counts as free: the engine may. */
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
