import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../home.ts";

interface Checkpoint {
  readonly checkpoint?: {
    readonly latest?: {
      readonly manifest?: { readonly version?: string };
      readonly resources?: readonly {
        readonly type: string;
        readonly outputs?: { readonly name?: unknown };
      }[];
    };
  };
}

/** What the last update of the stack says that it made. */
export interface Deployed {
  /** Names of its containers, seeders among them. */
  readonly containers: readonly string[];
  /** Version of the Pulumi CLI that wrote it. */
  readonly pulumi: string | undefined;
}

/**
 * Reads the state that Pulumi keeps in this clone's home, without Pulumi: names are plain text there.
 * @returns `undefined` if there is none, e.g. before the first update or with another backend
 */
export function deployed(home: Home): Deployed | undefined {
  let text: string;
  try {
    text = readFileSync(join(home.state, ".pulumi/stacks/monitoring/dev.json"), "utf8");
  } catch {
    return undefined;
  }
  return parseCheckpoint(text);
}

/** What a checkpoint of Pulumi's file backend says. */
export function parseCheckpoint(text: string): Deployed | undefined {
  const latest = (JSON.parse(text) as Checkpoint).checkpoint?.latest;
  if (!latest) return undefined;
  const containers = (latest.resources ?? [])
    .filter(({ type }) => type === "docker:index/container:Container")
    .flatMap(({ outputs }) => (typeof outputs?.name === "string" ? [outputs.name] : []));
  return { containers, pulumi: latest.manifest?.version };
}
