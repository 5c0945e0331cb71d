import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// Two steps of one process must wait for each other, too, and share a pid: they queue here.
const queues = new Map();
let counter = 0;

/** Runs `work` while no other process and no other caller holds the lock; see lock.d.mts. */
export async function withLock(path, work, onWait = () => {}) {
  const before = queues.get(path) ?? Promise.resolve();
  const turn = before.then(() => locked(path, work, onWait));
  queues.set(
    path,
    turn.catch(() => {}),
  );
  return turn;
}

async function locked(path, work, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${process.pid} ${startTime(process.pid)}`;
  for (let told = false; !tryTake(path, mine);) {
    const holder = read(path);
    if (holder !== undefined && !isAlive(holder)) {
      removeIfUnchanged(path, holder);
      continue;
    }
    if (!told) onWait(Number(holder?.split(" ")[0]));
    told = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    if (read(path) === mine) rmSync(path, { force: true });
  }
}

// A link appears with its content, so nobody ever reads a lock that is not filled in yet.
function tryTake(path, mine) {
  const temporary = `${path}.${process.pid}.${counter++}`;
  writeFileSync(temporary, mine);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(temporary);
  }
}

// Two waiters may both see a dead holder; the slower one must not remove the faster one's new lock.
function removeIfUnchanged(path, holder) {
  const aside = `${path}.${process.pid}.${counter++}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readFileSync(aside, "utf8") !== holder) linkSync(aside, path);
  } catch {
    // Someone took the lock in between: then it is theirs.
  }
  rmSync(aside, { force: true });
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isAlive(holder) {
  const [pid, start] = holder.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return startTime(Number(pid)) === start;
}

// Pids are used again, above all in containers: a process is its pid and its start time (Linux only).
function startTime(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat ? stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] : "-";
}
