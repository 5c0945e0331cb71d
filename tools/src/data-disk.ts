import { statfs } from "node:fs/promises";
import type { Config, Problem } from "@monitoring/stacks";
import { docker } from "./engine-objects.ts";

/** The disk that the engine keeps volumes on. Sizes in bytes. */
export interface DataDisk {
  readonly folder: string;
  readonly free: number;
  readonly total: number;
}

/** What a disk means for a stack: mistakes, and what should be known. */
export interface DiskFindings {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

const bytes = { MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;
// Less does not even hold the write-ahead log of the first hours beside the databases' files.
const least = bytes.GB;

/** Whether samples fit where the engine keeps them. Refused is only what cannot work: old samples may take the room. */
export function diskFindings({ retentionSize }: Pick<Config, "retentionSize">, disk: DataDisk): DiskFindings {
  const wanted = Number(retentionSize.slice(0, -2)) * bytes[retentionSize.slice(-2) as keyof typeof bytes];
  const space = `${inGigabytes(disk.free)} of ${inGigabytes(disk.total)} are free at ${disk.folder}`;
  const say = (rest: string): Problem[] => [{ key: "retentionSize", message: rest }];
  if (disk.free < least) {
    const message = `the engine's disk is full: ${space}, and the stack needs at least 1 GB; free some space`;
    return { problems: say(message), warnings: [] };
  }
  // Prometheus deletes a block only after the next one is written, and needs room for that.
  const most = Math.floor((disk.total * 0.8) / bytes.GB);
  if (wanted > disk.total * 0.8) {
    const message =
      `monitoring:retentionSize is "${retentionSize}", more than 80 % of the disk (${space}); ` +
      `it must be at most ${most}GB, or the disk is full before Prometheus deletes its oldest samples`;
    return { problems: say(message), warnings: [] };
  }
  if (wanted <= disk.free) return { problems: [], warnings: [] };
  const message =
    `monitoring:retentionSize is "${retentionSize}", but only ${space}; ` +
    "unless samples of this stack are what takes the room, free some space or set it to less";
  return { problems: [], warnings: say(message) };
}

function inGigabytes(size: number): string {
  return `${(size / bytes.GB).toFixed(1)} GB`;
}

/** The engine's disk, if it is this machine's. */
export async function dataDisk(env: NodeJS.ProcessEnv): Promise<DataDisk | undefined> {
  const folder = (await docker(["info", "--format", "{{.DockerRootDir}}"], env)).trim();
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { folder, free: bavail * bsize, total: blocks * bsize };
  } catch {
    // Another machine's, or a virtual machine's.
    return undefined;
  }
}
