/** A pipeline of a Go template: commands joined by `|`, perhaps assigned to variables. */
export interface Pipeline {
  readonly at: number;
  readonly declares: readonly string[];
  readonly commands: readonly Command[];
}

/** A function or value, and what it is given. */
export type Command = readonly Operand[];

/** One word of a command. `path` holds the fields asked of it, as in `$labels.job`. */
export type Operand =
  | { readonly kind: "dot"; readonly at: number; readonly path: readonly string[] }
  | {
      readonly kind: "variable";
      readonly at: number;
      readonly name: string;
      readonly path: readonly string[];
    }
  | {
      readonly kind: "group";
      readonly at: number;
      readonly pipeline: Pipeline;
      readonly path: readonly string[];
    }
  | { readonly kind: "function"; readonly at: number; readonly name: string }
  | { readonly kind: "text"; readonly at: number; readonly value: string }
  | { readonly kind: "literal"; readonly at: number };

/** A part of a template. */
export type TemplateNode =
  | { readonly kind: "output"; readonly at: number; readonly pipeline: Pipeline }
  | {
      readonly kind: "if" | "with" | "range";
      readonly at: number;
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly kind: "define";
      readonly at: number;
      readonly name: string;
      readonly body: readonly TemplateNode[];
    }
  | {
      readonly kind: "call";
      readonly at: number;
      readonly name: string;
      readonly pipeline: Pipeline | undefined;
    };

/** A template, or the first mistake that keeps Go from reading it. */
export type ParsedTemplate =
  | { readonly ok: true; readonly nodes: readonly TemplateNode[] }
  | { readonly ok: false; readonly at: number; readonly message: string };

class Mistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const kinds = ["text", "field", "variable", "number", "word", "sign"] as const;

interface Token {
  readonly kind: (typeof kinds)[number];
  readonly value: string;
  readonly at: number;
  /** Whether white space stands before it. */
  readonly spaced: boolean;
}

interface Action {
  readonly at: number;
  readonly tokens: readonly Token[];
}

/** Parses a Go template (text/template): its blocks, pipelines and words. */
export function parseTemplate(text: string): ParsedTemplate {
  try {
    const actions = readActions(text);
    const cursor = { actions, next: 0 };
    const nodes = readNodes(cursor, text.length);
    const rest = actions[cursor.next];
    if (rest) throw new Mistake(rest.at, `{{ ${rest.tokens[0]?.value ?? ""} }} closes nothing`);
    return { ok: true, nodes };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, at: error.at, message: error.message };
    throw error;
  }
}

function readActions(text: string): readonly Action[] {
  const actions: Action[] = [];
  for (let at = text.indexOf("{{"); at !== -1;) {
    const comment = /^\{\{(?:-\s)?\s*\/\*/.exec(text.slice(at));
    let end: number;
    if (comment) {
      const close = text.indexOf("*/", at);
      end = close === -1 ? -1 : text.indexOf("}}", close);
      if (end === -1) throw new Mistake(at, "a comment is not closed: */}} is missing");
    } else {
      const start = /^-\s/.test(text.slice(at + 2)) ? at + 3 : at + 2;
      const read = readTokens(text, start, at);
      if (read.tokens.length === 0) throw new Mistake(at, "{{ }} holds nothing");
      actions.push({ at, tokens: read.tokens });
      end = read.end;
    }
    at = text.indexOf("{{", end + 2);
  }
  return actions;
}

const token =
  /(?<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)')|(?<field>\.[A-Za-z_]\w*)|(?<variable>\$\w*)|(?<number>[+-]?(?:\d[\w.]*|\.\d+))|(?<word>[A-Za-z_]\w*)|(?<sign>:=|[|(),=.])/y;

function readTokens(
  text: string,
  start: number,
  opened: number,
): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  for (let at = start; ;) {
    const space = /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    at += space;
    if (text.startsWith("}}", at)) return { tokens, end: at };
    if (space > 0 && text.startsWith("-}}", at)) return { tokens, end: at + 1 };
    if (at >= text.length) throw new Mistake(opened, "an action is not closed: }} is missing");
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) {
      if (text[at] === "}") throw new Mistake(opened, "an action is not closed: it ends in a single }");
      if (/["`']/.test(text[at] ?? "")) throw new Mistake(at, "a string is not closed");
      if (text.startsWith("{{", at))
        throw new Mistake(opened, "an action is not closed before the next begins");
      throw new Mistake(at, `"${text[at] ?? ""}" does not belong in a template's action`);
    }
    const groups: Partial<Record<string, string>> = match.groups ?? {};
    const kind = kinds.find((name) => groups[name] !== undefined) ?? "sign";
    tokens.push({ kind, value: match[0], at, spaced: space > 0 });
    at += match[0].length;
  }
}

interface Cursor {
  readonly actions: readonly Action[];
  next: number;
}

function readNodes(cursor: Cursor, end: number): readonly TemplateNode[] {
  const nodes: TemplateNode[] = [];
  for (;;) {
    const action = cursor.actions[cursor.next];
    const word = keyword(action);
    if (!action || word === "end" || word === "else") return nodes;
    cursor.next++;
    nodes.push(readNode(action, word, cursor, end));
  }
}

/** The word that an action begins with; empty where it is none. */
function keyword(action: Action | undefined): string {
  const first = action?.tokens[0];
  return first?.kind === "word" ? first.value : "";
}

function readNode(action: Action, word: string, cursor: Cursor, end: number): TemplateNode {
  const { at } = action;
  switch (word) {
    case "if":
    case "with":
    case "range": {
      const pipeline = readPipeline(action.tokens.slice(1), at);
      const body = readNodes(cursor, end);
      const otherwise = readElse(cursor, word, at, end);
      return { kind: word, at, pipeline, body, otherwise };
    }
    case "define":
    case "block": {
      const body = readNodes(cursor, end);
      closeBlock(cursor, word, at);
      return { kind: "define", at, name: quoted(action), body };
    }
    case "template":
      return {
        kind: "call",
        at,
        name: quoted(action),
        pipeline: action.tokens.length > 2 ? readPipeline(action.tokens.slice(2), at) : undefined,
      };
    case "break":
    case "continue":
      return { kind: "output", at, pipeline: { at, declares: [], commands: [[{ kind: "literal", at }]] } };
    default:
      return { kind: "output", at, pipeline: readPipeline(action.tokens, at) };
  }
}

function readElse(
  cursor: Cursor,
  word: "if" | "with" | "range",
  at: number,
  end: number,
): readonly TemplateNode[] {
  const action = cursor.actions[cursor.next];
  if (keyword(action) !== "else" || !action) {
    closeBlock(cursor, word, at);
    return [];
  }
  cursor.next++;
  const chained = action.tokens[1]?.value;
  if (chained === "if" || chained === "with") {
    // `else if` shares the end of the block that it continues.
    return [readNode({ at: action.at, tokens: action.tokens.slice(1) }, chained, cursor, end)];
  }
  const nodes = readNodes(cursor, end);
  closeBlock(cursor, word, at);
  return nodes;
}

function closeBlock(cursor: Cursor, word: string, at: number): void {
  if (keyword(cursor.actions[cursor.next]) !== "end") throw new Mistake(at, `{{ ${word} }} has no {{ end }}`);
  cursor.next++;
}

function quoted(action: Action): string {
  const name = action.tokens[1];
  if (name?.kind !== "text") throw new Mistake(action.at, "the name of a template is missing");
  return unquote(name.value);
}

function readPipeline(tokens: readonly Token[], at: number): Pipeline {
  const assign = tokens.findIndex(({ kind, value }) => kind === "sign" && (value === ":=" || value === "="));
  const declares =
    assign === -1
      ? []
      : tokens
          .slice(0, assign)
          .filter(({ kind }) => kind === "variable")
          .map(({ value }) => value);
  const rest = assign === -1 ? tokens : tokens.slice(assign + 1);
  const { commands, used } = readCommands(rest, 0, at);
  const extra = rest[used];
  if (extra) throw new Mistake(extra.at, `"${extra.value}" is not expected here`);
  return { at, declares, commands };
}

function readCommands(
  tokens: readonly Token[],
  from: number,
  at: number,
): { readonly commands: readonly Command[]; readonly used: number } {
  const commands: Operand[][] = [[]];
  let i = from;
  for (; i < tokens.length; i++) {
    const current = tokens[i];
    if (!current || (current.kind === "sign" && current.value === ")")) break;
    const command = commands.at(-1) ?? [];
    if (current.kind === "sign" && current.value === "|") {
      if (command.length === 0) throw new Mistake(current.at, "a value is missing before |");
      commands.push([]);
      continue;
    }
    const path: string[] = [];
    if (current.kind === "sign" && current.value === "(") {
      const inner = readCommands(tokens, i + 1, current.at);
      if (tokens[inner.used]?.value !== ")") throw new Mistake(current.at, "a ( is not closed");
      i = inner.used + takePath(tokens, inner.used, path);
      command.push({
        kind: "group",
        at: current.at,
        pipeline: { at: current.at, declares: [], commands: inner.commands },
        path,
      });
      continue;
    }
    const operand = readOperand(current, path);
    if (current.kind === "variable" || current.kind === "field") i += takePath(tokens, i, path);
    command.push(operand);
  }
  if (commands.at(-1)?.length === 0) throw new Mistake(at, "a value is missing");
  return { commands, used: i };
}

/** Fields that follow without a space. */
function takePath(tokens: readonly Token[], from: number, path: string[]): number {
  let taken = 0;
  for (let next = tokens[from + 1]; next?.kind === "field" && !next.spaced; next = tokens[from + 1 + taken]) {
    path.push(next.value.slice(1));
    taken++;
  }
  return taken;
}

function readOperand(current: Token, path: string[]): Operand {
  const { at, value } = current;
  switch (current.kind) {
    case "text":
      return value.startsWith("'") ? { kind: "literal", at } : { kind: "text", at, value: unquote(value) };
    case "number":
      return { kind: "literal", at };
    case "variable":
      return { kind: "variable", at, name: value, path };
    case "field":
      path.push(value.slice(1));
      return { kind: "dot", at, path };
    case "word":
      return ["true", "false", "nil"].includes(value)
        ? { kind: "literal", at }
        : { kind: "function", at, name: value };
    case "sign":
      if (value === ".") return { kind: "dot", at, path };
      throw new Mistake(at, `"${value}" is not expected here`);
  }
}

function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(["\\])/g, "$1");
}
