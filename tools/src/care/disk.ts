import { statfs } from "node:fs/promises";
import { bytesOf } from "./amounts.ts";
import { askOr } from "./docker.ts";
import type { DiskFacts } from "./status-facts.ts";

interface Usage {
  readonly Volumes?: readonly { readonly Name: string; readonly Size: string; readonly Labels: string }[];
}

/** Sizes of a stack's volumes, and the room that is left where its samples lie. */
export async function diskFacts(prefix: string, label: string, container: string): Promise<DiskFacts> {
  const [usage, room] = await Promise.all([
    // The engine walks through every volume, so a large one takes its time.
    askOr(["system", "df", "--verbose", "--format", "{{json .}}"], 2),
    roomIn(container),
  ]);
  const volumes = usage === undefined ? [] : parseVolumes(usage, `${label}=${prefix}`);
  return { volumes, free: room?.free, total: room?.total };
}

/** Volumes with a label, from `docker system df --verbose`, the largest first. */
export function parseVolumes(json: string, label: string): DiskFacts["volumes"] {
  return ((JSON.parse(json) as Usage).Volumes ?? [])
    .filter(({ Labels }) => Labels.split(",").includes(label))
    .map(({ Name, Size }) => ({ name: Name, bytes: bytesOf(Size) }))
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
}

interface Room {
  readonly free: number;
  readonly total: number;
}

/** Asked from within the container, which also answers for an engine in a virtual machine or on another host. */
async function roomIn(container: string): Promise<Room | undefined> {
  const df = await askOr(["exec", container, "df", "-P", "-k", "/prometheus"], 2);
  const room = df === undefined ? undefined : parseDf(df);
  return room ?? roomAt((await askOr(["info", "--format", "{{.DockerRootDir}}"]))?.trim());
}

/** The room that `df -P -k` tells of one folder. */
export function parseDf(text: string): Room | undefined {
  const [, total = "", , free = ""] = text.trim().split("\n").at(-1)?.split(/\s+/) ?? [];
  return /^\d+$/.test(total) && /^\d+$/.test(free)
    ? { total: Number(total) * 1024, free: Number(free) * 1024 }
    : undefined;
}

/** The room in a folder of this machine; `undefined` if it has no such folder. */
export async function roomAt(folder: string | undefined): Promise<Room | undefined> {
  if (!folder) return undefined;
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined;
  }
}
