import { statfs } from "node:fs/promises";
import { UserError } from "../user-error.ts";

const gigabyte = 1e9;

/** Fails before a build starts if the disk cannot hold it. */
export async function requireDisk(folder: string, needed: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const message = diskProblem(folder, bavail * bsize, needed, what);
  if (message !== undefined) throw new UserError(message);
}

/** The sentence for too little space, or nothing if it is enough. Sizes in bytes. */
export function diskProblem(folder: string, free: number, needed: number, what: string): string | undefined {
  if (free >= needed) return undefined;
  const size = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;
  return (
    `too little free disk for ${what}: ${size(free)} free at ${folder}, ${size(needed)} needed ` +
    `(most of it only while building): free some space, or set MONITORING_CACHE to a folder on a larger disk`
  );
}
