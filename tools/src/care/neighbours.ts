import { stackLabel } from "@monitoring/collection";
import { containerFormat, parseContainers, type EngineContainer } from "../engine-objects.ts";
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
  const label = `{{.Label "${stackLabel}"}}`;
  const [list, volumes] = await Promise.all([
    askOr(["ps", "--all", "--no-trunc", "--format", containerFormat]),
    askOr(["volume", "ls", "--filter", `label=${stackLabel}`, "--format", `{{.Name}}\t${label}`]),
  ]);
  return sortOut(
    prefix,
    parseContainers(list ?? ""),
    fields(volumes).map(([name = "", stack = ""]) => ({ name, stack })),
  );
}

function fields(text = ""): string[][] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"));
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
