import type { JsonPath } from "./json-value.ts";

/** A JSON text, read: its value and where each part of it stands, or where it stops to be JSON. */
export type ReadJson =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** The line, counted from 1, of the innermost part of a path that the text has. */
      readonly lineOf: (path: JsonPath) => number;
    }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly reason: string };

/** A part of a JSON text. */
interface Part {
  readonly value: unknown;
  readonly offset: number;
  readonly members: ReadonlyMap<string | number, Part>;
}

/**
 * Reads JSON. `JSON.parse` gives the same value, but for many mistakes no place, and never the line of what it read.
 * A byte order mark, which some editors write, is skipped.
 */
export function readJson(text: string): ReadJson {
  try {
    const root = new Reader(text).read();
    const lineOf = (path: JsonPath): number => place(text, innermost(root, path).offset).line;
    return { ok: true, value: root.value, lineOf };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, ...place(text, error.offset), reason: error.message };
  }
}

function innermost(root: Part, path: JsonPath): Part {
  let part = root;
  for (const step of path) {
    const next = part.members.get(step);
    if (next === undefined) return part;
    part = next;
  }
  return part;
}

function place(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").replace(/^\uFEFF/, "").length + 1 };
}

class Mistake extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const noMembers: Part["members"] = new Map();
const space = /[ \t\r\n]*/y;
// A text up to what ends it, or to what it must not hold.
// eslint-disable-next-line no-control-regex
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const word = /[^\s,:[\]{}"]+/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith("\uFEFF")) this.#at = 1;
  }

  read(): Part {
    this.#take(space);
    if (this.#at === this.#text.length) throw new Mistake(this.#at, "the file is empty");
    const root = this.#value();
    this.#take(space);
    if (this.#at < this.#text.length) throw this.#unexpected("the end of the file");
    return root;
  }

  #value(): Part {
    const offset = this.#at;
    const first = this.#text[offset];
    if (first === "{") return this.#object(offset);
    if (first === "[") return this.#list(offset);
    if (first === '"') return { offset, value: this.#string(), members: noMembers };
    const token = this.#take(scalar);
    if (token === "") throw this.#unexpected("a value");
    return { offset, value: JSON.parse(token) as unknown, members: noMembers };
  }

  #object(offset: number): Part {
    const members = new Map<string | number, Part>();
    this.#members("}", "{", offset, () => {
      if (this.#text[this.#at] !== '"') throw this.#unexpected("a key in double quotes");
      const key = this.#string();
      this.#take(space);
      if (this.#text[this.#at] !== ":") throw this.#unexpected(`: after the key "${key}"`);
      this.#at++;
      this.#take(space);
      members.set(key, this.#value());
    });
    const entries = [...members].map(([key, { value }]) => [key, value] as const);
    return { offset, value: Object.fromEntries(entries), members };
  }

  #list(offset: number): Part {
    const members = new Map<string | number, Part>();
    this.#members("]", "[", offset, () => members.set(members.size, this.#value()));
    return { offset, value: [...members.values()].map(({ value }) => value), members };
  }

  #members(close: string, open: string, offset: number, member: () => void): void {
    this.#at++;
    this.#take(space);
    if (this.#text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#close(open, offset);
      member();
      this.#take(space);
      this.#close(open, offset);
      const next = this.#text[this.#at];
      if (next !== "," && next !== close) throw this.#unexpected(`, or ${close}`);
      const comma = this.#at++;
      if (next === close) return;
      this.#take(space);
      if (this.#text[this.#at] === close) throw new Mistake(comma, `a comma stands before ${close}`);
    }
  }

  /** A text that ends too early is told from where it was opened: the end says nothing. */
  #close(open: string, offset: number): void {
    if (this.#at < this.#text.length) return;
    const { line } = place(this.#text, offset);
    throw new Mistake(this.#at, `the file ends, but the ${open} of line ${line} is not closed`);
  }

  #string(): string {
    const start = this.#at;
    const token = this.#take(string);
    const next = this.#text[this.#at];
    if (next === "\\") {
      throw new Mistake(this.#at, "in a text, \\ stands before a letter that JSON does not know");
    }
    if (next !== '"') throw new Mistake(start, "a text is not closed on its line");
    this.#at++;
    return JSON.parse(`${token}"`) as string;
  }

  #unexpected(wanted: string): Mistake {
    word.lastIndex = this.#at;
    const found = word.exec(this.#text)?.[0] ?? this.#text[this.#at];
    const shown = found === undefined ? "the file ends" : `found ${found.slice(0, 20)}`;
    return new Mistake(this.#at, `expected ${wanted}, ${shown}`);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += token.length;
    return token;
  }
}
