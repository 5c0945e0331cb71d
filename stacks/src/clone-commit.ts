import { execFileSync } from "node:child_process";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../..");

/** The commit that a clone is at, and whether it has been changed since; files that git never saw count where they are placed. */
export function cloneCommit(clone = repository): string {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", clone, "--no-optional-locks", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    });
  try {
    // Unpacked inside some other repository, whose commit says nothing.
    if (git("rev-parse", "--show-prefix").trim() !== "") return unknownCommit;
    const commit = git("rev-parse", "--short=10", "HEAD").trim();
    const changed = git("status", "--porcelain", "--untracked-files=all").split("\n").some(isPlaced);
    return changed ? `${commit} and uncommitted changes` : commit;
  } catch {
    return unknownCommit;
  }
}

const unknownCommit = "unknown commit";

function isPlaced(line: string): boolean {
  return line !== "" && (!line.startsWith("??") || /^\?\? "?(dashboards|rules)\//.test(line));
}
