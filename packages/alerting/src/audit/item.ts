import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from "yaml";

/** A value of a YAML text that knows its line. */
export type Item = MapItem | ListItem | ScalarItem;

/** A mapping, its keys in the order of the text. */
export interface MapItem {
  readonly type: "map";
  readonly line: number;
  readonly entries: readonly Entry[];
}

/** A key and what stands behind it. */
export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Item;
}

/** A sequence. */
export interface ListItem {
  readonly type: "list";
  readonly line: number;
  readonly items: readonly Item[];
}

/** A text, number or boolean; `text` is what stands in the file, without quotes. */
export interface ScalarItem {
  readonly type: "scalar";
  readonly line: number;
  readonly text: string;
  readonly value: unknown;
  /** Line of the nth character of the text. */
  readonly lineAt: (offset: number) => number;
}

/** A parsed text: its value, or what keeps it from being YAML. */
export interface ParsedYaml {
  /** Undefined where the text holds nothing. */
  readonly root: Item | undefined;
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** Parses YAML as Prometheus does: aliases resolved, a key twice is an error, one document only. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (!Array.isArray(documents)) return { root: undefined, errors: [] };
  const errors = documents.flatMap((document: Document.Parsed) =>
    document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      message: error.message.split("\n")[0] ?? "",
    })),
  );
  const [first, second] = documents;
  if (second !== undefined) {
    const line = lines.linePos(second.range[0]).line;
    errors.push({ line, message: "a second YAML document begins here, which would be ignored" });
  }
  if (errors.length > 0 || !first?.contents) return { root: undefined, errors };
  const root = convert(first.contents, { document: first, lines, text });
  return { root: isNothing(root) ? undefined : root, errors };
}

interface Source {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly text: string;
}

function convert(node: Node | null, source: Source, fallback = 1): Item {
  const line = node?.range ? source.lines.linePos(node.range[0]).line : fallback;
  if (isAlias(node)) return convert(node.resolve(source.document) ?? null, source, line);
  if (isMap(node)) return { type: "map", line, entries: node.items.flatMap((pair) => entries(pair, source)) };
  if (isSeq(node)) {
    return {
      type: "list",
      line,
      items: node.items.map((item) => convert(item as Node | null, source, line)),
    };
  }
  if (isScalar(node)) return scalar(node, line, source);
  return { type: "scalar", line, text: "", value: null, lineAt: () => line };
}

function entries(pair: { key: unknown; value: unknown }, source: Source): Entry[] {
  const key = convert(pair.key as Node | null, source);
  const value = convert(pair.value as Node | null, source, key.line);
  const name = key.type === "scalar" ? key.text : "";
  // `<<: *defaults` brings the keys of another mapping.
  if (name === "<<" && value.type === "map") return [...value.entries];
  return [{ key: name, line: key.line, value }];
}

function scalar(
  node: { value: unknown; source?: string; range?: readonly number[] | null },
  line: number,
  source: Source,
): ScalarItem {
  const text =
    typeof node.value === "string"
      ? node.value
      : node.value === null
        ? ""
        : (node.source ?? JSON.stringify(node.value));
  const [from = 0, to = 0] = node.range ?? [];
  return {
    type: "scalar",
    line,
    text,
    value: node.value,
    lineAt: (offset) => lineOf(text, offset, from, to, source),
  };
}

/** The line of a character of a value: in a folded or literal block found by counting what is not white space. */
function lineOf(text: string, offset: number, from: number, to: number, source: Source): number {
  const raw = source.text.slice(from, to);
  const header = /^[|>][^\n]*\n/.exec(raw)?.[0].length ?? 0;
  let left = text.slice(0, offset).replace(/\s/g, "").length;
  for (let i = header; i < raw.length; i++) {
    if (/\s/.test(raw[i] ?? "")) continue;
    if (left-- === 0) return source.lines.linePos(from + i).line;
  }
  return source.lines.linePos(Math.max(from, to - 1)).line;
}

/** The value behind a key of a mapping. */
export function get(item: Item | undefined, key: string): Item | undefined {
  return item?.type === "map" ? item.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** The value at a path of keys. */
export function getIn(item: Item | undefined, ...path: readonly string[]): Item | undefined {
  return path.reduce<Item | undefined>((at, key) => get(at, key), item);
}

/** The scalar behind a key. */
export function scalarAt(item: Item | undefined, key: string): ScalarItem | undefined {
  const value = get(item, key);
  return value?.type === "scalar" ? value : undefined;
}

/** The text behind a key; undefined where there is none or it is empty. */
export function textAt(item: Item | undefined, key: string): string | undefined {
  return emptyToUndefined(scalarAt(item, key)?.text);
}

function emptyToUndefined(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** The members of the list behind a key. */
export function listAt(item: Item | undefined, key: string): readonly Item[] {
  const value = get(item, key);
  return value?.type === "list" ? value.items : [];
}

/** The scalars in the list behind a key. */
export function scalarsAt(item: Item | undefined, key: string): readonly ScalarItem[] {
  return listAt(item, key).filter((member) => member.type === "scalar");
}

/** The entries of the mapping behind a key. */
export function entriesAt(item: Item | undefined, key: string): readonly Entry[] {
  const value = get(item, key);
  return value?.type === "map" ? value.entries : [];
}

/** Whether a value is there but says nothing: `key:` alone. */
export function isNothing(item: Item): boolean {
  return item.type === "scalar" && item.value === null;
}
