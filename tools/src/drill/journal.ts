import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** A fault that a drill is about to cause, or has caused and not undone. */
export interface JournalEntry {
  readonly fault: string;
  readonly since: string;
}

/** What a drill has done to the stack and not yet undone, on disk before it is done. */
export interface Journal {
  /** What is on disk, as this or an earlier run left it. */
  readonly entries: () => readonly JournalEntry[];
  readonly add: (fault: string) => void;
  readonly remove: (fault: string) => void;
}

/** The journal in a file, which a killed run leaves behind for the next. */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const entries = (): readonly JournalEntry[] =>
    existsSync(path) ? parseJournal(readFileSync(path, "utf8")) : [];
  const write = (all: readonly JournalEntry[]): void => {
    const temporary = `${path}.${process.pid}`;
    const file = openSync(temporary, "w", 0o600);
    writeSync(file, all.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    // A machine that dies in the middle of a drill still knows afterwards what was done to it.
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, path);
  };
  const without = (fault: string): readonly JournalEntry[] =>
    entries().filter((entry) => entry.fault !== fault);
  return {
    entries,
    add: (fault) => {
      write([...without(fault), { fault, since: new Date().toISOString() }]);
    },
    remove: (fault) => {
      write(without(fault));
    },
  };
}

/** The entries of a journal's text; a line that was cut off is left out. */
export function parseJournal(text: string): readonly JournalEntry[] {
  return text.split("\n").flatMap((line): JournalEntry[] => {
    try {
      const entry = JSON.parse(line) as Partial<JournalEntry> | null;
      return typeof entry?.fault === "string" ? [{ fault: entry.fault, since: String(entry.since) }] : [];
    } catch {
      return [];
    }
  });
}
