import { stackLabel } from "@monitoring/collection/docker";
import { containers, type EngineContainer } from "../engine-objects.ts";
import { askOr } from "./docker.ts";
import type { OtherStack } from "./doctor-facts.ts";

/** Who else is on the engine. */
export interface Neighbourhood {
  readonly containers: readonly EngineContainer[];
  /** Containers that start with the stack's prefix and are not its own. */
  readonly foreign: readonly string[];
  readonly others: readonly OtherStack[];
}

/** Looks at the engine's containers and volumes. */
export async function neighbours(prefix: string): Promise<Neighbourhood> {
  const format = `{{.Name}}\t{{.Label "${stackLabel}"}}`;
  const [all, volumes] = await Promise.all([
    containers(process.env).catch(() => []),
    askOr(["volume", "ls", "--filter", `label=${stackLabel}`, "--format", format]),
  ]);
  const rows = (volumes ?? "").split("\n").filter(Boolean);
  return sortOut(
    prefix,
    all,
    rows.map((row) => {
      const [name = "", stack = ""] = row.split("\t");
      return { name, stack };
    }),
  );
}

/** Says of all that the engine has what is somebody else's. */
export function sortOut(
  prefix: string,
  all: readonly EngineContainer[],
  volumes: readonly { readonly name: string; readonly stack: string }[],
): Neighbourhood {
  const prefixes = [...new Set([...all, ...volumes].map(({ stack }) => stack))].filter(
    (stack) => stack !== "" && stack !== prefix,
  );
  return {
    containers: all,
    foreign: all
      .filter(({ name, stack }) => stack === "" && name.startsWith(`${prefix}-`))
      .map(({ name }) => name),
    others: prefixes.sort().map((other) => {
      const own = all.filter(({ stack }) => stack === other);
      const running = own.filter(({ state }) => state === "running").length;
      return {
        prefix: other,
        running,
        stopped: own.length - running,
        volumes: volumes.filter(({ stack }) => stack === other).map(({ name }) => name),
      };
    }),
  };
}
