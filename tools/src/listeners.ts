import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** A program that listens on a port. */
export interface Listener {
  readonly name: string;
  readonly pid: number;
}

/** The program that listens on a TCP port, where the kernel tells it (Linux, own processes or root). */
export function listenerOn(port: number): Listener | undefined {
  const inodes = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => listeningInodes(readIfPossible(path), port)),
  );
  if (inodes.size === 0) return undefined;
  const pid = entries("/proc").find(
    (name) =>
      /^\d+$/.test(name) && entries(`/proc/${name}/fd`).some((fd) => holds(`/proc/${name}/fd/${fd}`, inodes)),
  );
  if (pid === undefined) return undefined;
  // Not `comm`: that is the main thread's name, which some runtimes set to something of their own.
  const [program = ""] = readIfPossible(`/proc/${pid}/cmdline`).split("\0");
  return { pid: Number(pid), name: basename(program) || readIfPossible(`/proc/${pid}/comm`).trim() };
}

/** The sockets that listen on a port, from the text of /proc/net/tcp. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const listening = "0A";
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, local, , state]) => state === listening && Number.parseInt(local?.split(":")[1] ?? "", 16) === port,
    )
    .flatMap((columns) => columns[9] ?? []);
}

function holds(path: string, inodes: ReadonlySet<string>): boolean {
  try {
    return inodes.has(/^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1] ?? "");
  } catch {
    return false;
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readIfPossible(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
