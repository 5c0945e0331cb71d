import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { artefacts, readConfig, type StackName } from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";

/** What a tool said about a file. */
export interface Verdict {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs the real promtool. */
export const promtool = (...args: readonly string[]): Verdict => tool("PROMTOOL", args);

/** Runs the real promtool while others run. */
export async function promtoolAside(...args: readonly string[]): Promise<Verdict> {
  const program = named("PROMTOOL");
  return new Promise((done) => {
    execFile(program, args, { encoding: "utf8" }, (error, stdout, stderr) => {
      done({ ok: error === null, output: `${stdout}${stderr}` });
    });
  });
}

/** Runs the real amtool. */
export const amtool = (...args: readonly string[]): Verdict => tool("AMTOOL", args);

function tool(variable: "PROMTOOL" | "AMTOOL", args: readonly string[]): Verdict {
  const program = named(variable);
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error) throw error;
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

function named(variable: "PROMTOOL" | "AMTOOL"): string {
  const program = process.env[variable];
  if (program === undefined)
    throw new Error(`${variable} is not set; run these tests with: npm test -- compiled`);
  return program;
}

/** Writes a stack's compiled files into a folder of their own. */
export function rendered(stack: StackName, values: Readonly<Record<string, unknown>> = {}): string {
  const result = readConfig(values, catalogueAtHand);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const folder = emptyFolder();
  for (const [path, text] of Object.entries(artefacts(stack, result.config))) write(join(folder, path), text);
  return folder;
}

/** A new folder of the test's own. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "monitoring-rendered-"));
}

/** Writes a file and the folders above it. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
