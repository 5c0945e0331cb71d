import { request } from "node:http";
import { ask, askOr } from "./docker.ts";
import { bytesOf } from "./amounts.ts";

interface Stats {
  readonly memory_stats?: {
    readonly usage?: number;
    readonly stats?: { readonly inactive_file?: number; readonly total_inactive_file?: number };
  };
}

/**
 * What containers use, by id. `docker stats` watches for two seconds to tell the CPU's share; the engine's own
 * interface, where its socket is in reach, answers at once (`one-shot`, https://docs.docker.com/reference/api/engine/).
 */
export async function memoryOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const context = await askOr(["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]);
  const chosen = process.env["DOCKER_HOST"];
  // The CLI, too, takes an empty one for none.
  const host = chosen === undefined || chosen === "" ? (context?.trim() ?? "") : chosen;
  const socket = /^unix:\/\/(.+)/.exec(host)?.[1];
  const found = socket === undefined ? await byCli(ids) : await bySocket(socket, ids);
  return new Map(found);
}

async function bySocket(socket: string, ids: readonly string[]): Promise<[string, number][]> {
  const all = await Promise.all(
    ids.map(async (id): Promise<[string, number][]> => {
      const text = await get(socket, `/containers/${id}/stats?stream=false&one-shot=true`);
      const used = text === undefined ? undefined : workingSet(text);
      return used === undefined ? [] : [[id, used]];
    }),
  );
  return all.flat();
}

/** Used memory without the file cache that the kernel gives up first, as `docker stats` reckons it. */
export function workingSet(json: string): number | undefined {
  const memory = (JSON.parse(json) as Stats).memory_stats;
  if (memory?.usage === undefined) return undefined;
  // The first is cgroup 1, the second cgroup 2.
  return memory.usage - (memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0);
}

async function byCli(ids: readonly string[]): Promise<[string, number][]> {
  try {
    const format = "{{.ID}}\t{{.MemUsage}}";
    const text = await ask(["stats", "--no-stream", "--no-trunc", "--format", format, ...ids]);
    return text.split("\n").flatMap((line): [string, number][] => {
      const [id = "", usage = ""] = line.split("\t");
      const used = bytesOf(usage.split("/")[0] ?? "");
      return used === undefined ? [] : [[id, used]];
    });
  } catch {
    return [];
  }
}

function get(socketPath: string, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const none = (): void => {
      resolve(undefined);
    };
    const call = request({ socketPath, path, timeout: 2_000 }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => (text += part));
      answer.on("end", () => {
        resolve(answer.statusCode === 200 ? text : undefined);
      });
      answer.on("error", none);
    });
    call.on("error", none);
    call.on("timeout", () => call.destroy());
    call.end();
  });
}
