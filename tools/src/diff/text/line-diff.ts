import { diffLines } from "diff";
import { block } from "./markdown.ts";

/** Lines of context around a change. */
const context = 2;

/** What changes between two texts, line by line as `git diff` has it; unchanged stretches are left out. */
export function lineDiff(before: string, after: string): string {
  const parts = diffLines(ended(before), ended(after));
  return parts
    .flatMap(({ value, added, removed }, i) => {
      const lines = value.split("\n").slice(0, -1);
      if (added) return lines.map((line) => `+ ${line}`);
      if (removed) return lines.map((line) => `- ${line}`);
      const head = i === 0 ? [] : lines.slice(0, context);
      const tail = i === parts.length - 1 ? [] : lines.slice(Math.max(head.length, lines.length - context));
      const isWhole = head.length + tail.length >= lines.length;
      return [...head, ...(isWhole ? [] : ["..."]), ...tail].map((line) => `  ${line}`.trimEnd());
    })
    .join("\n");
}

/** {@link lineDiff} as Markdown; empty where nothing differs. */
export function diffBlock(before: string, after: string): string {
  return before === after ? "" : block("diff", lineDiff(before, after));
}

/** How many lines go and come. */
export function lineCount(before: string, after: string): { readonly gone: number; readonly new: number } {
  const parts = diffLines(ended(before), ended(after));
  const sum = (which: "added" | "removed"): number =>
    parts.reduce((lines, part) => lines + (part[which] ? part.count : 0), 0);
  return { gone: sum("removed"), new: sum("added") };
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
