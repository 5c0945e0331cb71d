import {
  readFile,
  type AuditedFile,
  type Files,
  type FileKind,
  type Finding,
} from "@monitoring/alerting/audit";
import { capture } from "../child.ts";
import type { PresentTools } from "../toolchain/index.ts";

interface Question {
  readonly tool: keyof PresentTools;
  readonly args: (path: string) => readonly string[];
}

/** What is asked about each kind of file. File references are our own affair: they may lie below another root. */
const questions: Partial<Record<FileKind, Question>> = {
  rules: { tool: "promtool", args: (path) => ["check", "rules", "--lint=none", path] },
  prometheus: { tool: "promtool", args: (path) => ["check", "config", "--syntax-only", "--lint=none", path] },
  alertmanager: { tool: "amtool", args: (path) => ["check-config", path] },
};

/** What promtool and amtool refuse of the files, in their words. */
export async function askTools(files: Files, tools: PresentTools): Promise<readonly Finding[]> {
  const answers = await Promise.all(
    Object.entries(files).map(([path, text]) => ask(readFile(path, text), tools)),
  );
  return answers.flat();
}

async function ask({ path, kind }: AuditedFile, tools: PresentTools): Promise<readonly Finding[]> {
  const question = kind && questions[kind];
  const program = question && tools[question.tool];
  if (question === undefined || program === undefined) return [];
  const { code, stdout, stderr } = await capture(program, question.args(path));
  if (code === 0) return [];
  const words = wordsOf(`${stderr}\n${stdout}`, path);
  if (words === "") return [];
  return [
    {
      file: path,
      line: Number(/\bline (\d+)|^(\d+):\d+:/.exec(words)?.slice(1).find(Boolean) ?? 1),
      severity: "error",
      check: question.tool,
      reason: `${question.tool} says: ${words}`,
      remedy: "mend what it names",
    },
  ];
}

/** What a tool complains of, without its progress and the file's name; empty where that does not count. */
function wordsOf(output: string, path: string): string {
  const lines = output
    .split("\n")
    .map((line) =>
      line
        .replaceAll(`${path}:`, "")
        .replaceAll(path, "")
        .replace(/^\s*(FAILED:|amtool: error:)?\s*/, "")
        .trim(),
    )
    .filter((line) => line !== "" && !/^(Checking|SUCCESS|Found:|FAILED:?$|- )/.test(line))
    // A promtool of our own building knows fewer ways to discover targets than the official one.
    .filter((line) => !line.includes("_sd_configs not found in type"));
  return lines.every((line) => line.endsWith("unmarshal errors:")) ? "" : lines.slice(0, 3).join("; ");
}
