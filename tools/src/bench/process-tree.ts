import { readdirSync, readFileSync } from "node:fs";

/** What a process and everything that it started use. */
export interface TreeUse {
  /** Resident memory now, in bytes. Pages that processes share count once each. */
  readonly memory: number;
  /** CPU time so far, in seconds, with that of children that have ended. */
  readonly cpu: number;
}

// Linux's page size and clock tick, as on every current machine.
const page = 4096;
const tick = 1 / 100;

interface Stat {
  readonly parent: number;
  readonly use: TreeUse;
}

/** Reads /proc; `undefined` where there is none, or when the process has ended. */
export function treeUse(root: number): TreeUse | undefined {
  const stats = new Map<number, Stat>();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const stat = readStat(name);
      if (stat) stats.set(Number(name), stat);
    }
  } catch {
    return undefined;
  }
  if (!stats.has(root)) return undefined;
  const inTree = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined; at = stats.get(at)?.parent) {
      if (at === root) return true;
    }
    return false;
  };
  const uses = [...stats].filter(([pid]) => inTree(pid)).map(([, { use }]) => use);
  return {
    memory: uses.reduce((sum, { memory }) => sum + memory, 0),
    cpu: uses.reduce((sum, { cpu }) => sum + cpu, 0),
  };
}

function readStat(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name may hold spaces and brackets; what follows the last bracket is numbers.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return {
      parent: fields[1] ?? 0,
      use: { memory: (fields[21] ?? 0) * page, cpu: (user + system + childUser + childSystem) * tick },
    };
  } catch {
    return undefined;
  }
}
