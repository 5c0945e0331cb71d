import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../..");

/** The commit that a clone is at, and whether it has been changed since; files that git never saw count where they are placed. */
export async function cloneCommit(clone = repository): Promise<string> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await run("git", ["-C", clone, "--no-optional-locks", ...args], { timeout: 10_000 })).stdout;
  try {
    // Unpacked inside some other repository, whose commit says nothing.
    if ((await git("rev-parse", "--show-prefix")).trim() !== "") return unknownCommit;
    const commit = (await git("rev-parse", "--short=10", "HEAD")).trim();
    const status = await git("status", "--porcelain", "--untracked-files=all");
    const changed = status.split("\n").some(isPlaced);
    return changed ? `${commit} and uncommitted changes` : commit;
  } catch {
    return unknownCommit;
  }
}

const unknownCommit = "unknown commit";

function isPlaced(line: string): boolean {
  return line !== "" && (!line.startsWith("??") || /^\?\? "?(dashboards|rules)\//.test(line));
}
