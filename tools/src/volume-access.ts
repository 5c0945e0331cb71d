import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { dataOwners, type Problem } from "@monitoring/stacks";
import { docker, volumes } from "./engine-objects.ts";

/** A folder of a data volume as this machine sees it. */
export interface VolumeFolder {
  readonly volume: string;
  /** The volume's folder on this machine. */
  readonly mountpoint: string;
  /** The user who has to write it. */
  readonly user: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Data volumes that their service cannot write, with the command that mends it: a restored backup, or another stack's. */
export function volumeProblems(folders: readonly VolumeFolder[]): readonly Problem[] {
  const locked = folders.filter((folder) => !isWritable(folder));
  return [...new Map(locked.map((folder) => [folder.volume, folder])).values()].map((folder) => {
    const { volume, mountpoint, user, uid, gid, mode } = folder;
    const rights = `owner ${uid}:${gid}, mode ${(mode & 0o777).toString(8)}`;
    return {
      key: volume,
      message:
        `volume ${volume} cannot be written by its service's user ${user} (${rights}); ` +
        `give it to that user with: chown -R ${user}:${user} ${mountpoint}`,
    };
  });
}

function isWritable({ user, uid, gid, mode }: VolumeFolder): boolean {
  const rights = uid === user ? mode >> 6 : gid === user ? mode >> 3 : mode;
  return (rights & 0o3) === 0o3;
}

/**
 * The folders of the stack's data volumes that this process may look at (on Linux as root; elsewhere none, and the
 * service's own log has to tell). An empty volume is skipped: its first mount gives it the image's owner.
 */
export async function volumeFolders(
  prefix: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly VolumeFolder[]> {
  const names = Object.keys(dataOwners).map((name) => `${prefix}-${name}`);
  const there = (await volumes(prefix, env)).filter((name) => names.includes(name));
  if (there.length === 0) return [];
  const format = "{{.Name}}\t{{.Mountpoint}}";
  const lines = (await docker(["volume", "inspect", "--format", format, ...there], env)).split("\n");
  return lines.filter(Boolean).flatMap((line) => {
    const [volume = "", mountpoint = ""] = line.split("\t");
    const user = dataOwners[volume.slice(prefix.length + 1)];
    return user === undefined ? [] : foldersOf(volume, mountpoint, user);
  });
}

function foldersOf(volume: string, mountpoint: string, user: number): VolumeFolder[] {
  try {
    const inside = readdirSync(mountpoint, { withFileTypes: true });
    if (inside.length === 0) return [];
    const paths = [
      mountpoint,
      ...inside.filter((entry) => entry.isDirectory()).map(({ name }) => join(mountpoint, name)),
    ];
    return paths.map((path) => {
      const { uid, gid, mode } = statSync(path);
      return { volume, mountpoint, user, uid, gid, mode };
    });
  } catch {
    return [];
  }
}
