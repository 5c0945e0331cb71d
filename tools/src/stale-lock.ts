import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Home } from "./home.ts";
import type { Session } from "./session.ts";
import { UserError } from "./user-error.ts";

interface Lock {
  readonly pid: number;
  readonly hostname: string;
}

/**
 * Cancels a lock of the file backend whose process is dead (an update that was killed leaves one).
 * @returns whether there was one
 * @throws UserError if the process is alive: another update is under way
 */
export async function cancelStaleLock(home: Home, session: Session): Promise<boolean> {
  const locks = readLocks(home);
  if (locks.length === 0) return false;
  const live = locks.find(isLive);
  if (live) {
    throw new UserError(
      `another update of this stack is under way (process ${live.pid} on ${live.hostname}); wait for it to end, or end it`,
    );
  }
  await session.capture(["cancel", "--yes", "--stack", "dev", "--non-interactive"]);
  return true;
}

/** Whether an update is under way. */
export function updateUnderWay(home: Home): boolean {
  return readLocks(home).some(isLive);
}

function readLocks(home: Home): readonly Lock[] {
  const folder = join(home.state, ".pulumi/locks/organization/monitoring/dev");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Lock);
}

function isLive(lock: Lock): boolean {
  return lock.hostname !== hostname() || isAlive(lock.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const stat = linuxStat(pid);
  return stat === undefined || !isDead(stat);
}

/**
 * Whether a line of /proc/<pid>/stat is of a process that has ended: one that nobody has waited for yet (a zombie)
 * still answers signals.
 */
export function isDead(stat: string): boolean {
  // The state follows the program's name in parentheses, and a name may hold anything.
  return ["Z", "X"].includes(stat.charAt(stat.lastIndexOf(")") + 2));
}

function linuxStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}
