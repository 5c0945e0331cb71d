import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** What promtool said of one unit test file. */
export interface Verdict {
  readonly ok: boolean;
  readonly output: string;
}

// Enough that starting the process does not count, few enough that progress shows.
const filesPerProcess = 24;

/**
 * Tries unit test files with promtool, several in each process and a process on each processor.
 * @param folder where its output may lie for a moment
 * @param told is called with each file's verdict as soon as it is known
 * @throws when promtool itself does not work
 */
export async function runTrials(
  promtool: string,
  folder: string,
  files: readonly string[],
  told: (file: string, verdict: Verdict) => void,
): Promise<void> {
  const workers = availableParallelism();
  // As many for each processor; dealt out, as the long ones lie side by side.
  const count = Math.min(files.length, workers * Math.ceil(files.length / filesPerProcess / workers));
  const chunks = Array.from({ length: count }, (_, chunk) => files.filter((_, i) => i % count === chunk));
  const work = async (worker: number): Promise<void> => {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
      const verdicts = await inOneProcess(promtool, join(folder, `output-${worker}`), chunk);
      for (const [file, verdict] of verdicts) told(file, verdict);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, i) => work(i)));
}

async function inOneProcess(
  promtool: string,
  outputPath: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, Verdict>> {
  // promtool says on one stream that a file passes and on the other why one fails: both into one file, in their order.
  const output = openSync(outputPath, "w");
  const child = spawn(promtool, ["test", "rules", ...files], {
    stdio: ["ignore", output, output],
    // Each file is small and soon done with: less often collected is a quarter faster.
    env: { ...process.env, GOGC: "400" },
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  closeSync(output);
  const text = readFileSync(outputPath, "utf8");
  rmSync(outputPath);
  // It does not name the file.
  const parts = text.split(/^ {2}(?=SUCCESS$|FAILED:$)/m).slice(1);
  const verdicts = parts.map((part) => ({ ok: part.startsWith("SUCCESS"), output: part.trim() }));
  if (signal !== null || verdicts.length !== files.length) {
    throw new Error(`promtool did not try every file (signal ${signal ?? "none"}):\n${text.slice(-2000)}`);
  }
  return new Map(files.flatMap((file, i) => (verdicts[i] ? [[file, verdicts[i]]] : [])));
}
