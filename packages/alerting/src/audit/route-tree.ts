import { durationSeconds } from "./duration.ts";
import { entriesAt, get, listAt, scalarAt, scalarsAt, textAt, type Item } from "./item.ts";
import { matchesWhole, regexMistake } from "./regex.ts";

/** A condition on a label of an alert. */
export interface AlertMatcher {
  readonly label: string;
  readonly op: "=" | "!=" | "=~" | "!~";
  readonly value: string;
  readonly line: number;
}

/** A matcher, or why a text is none. */
export interface MatcherMistake {
  readonly line: number;
  readonly message: string;
}

/** A node of the routing tree with what it inherits. */
export interface RouteNode {
  readonly item: Item;
  readonly line: number;
  readonly parent: RouteNode | undefined;
  readonly matchers: readonly AlertMatcher[];
  readonly receiver: string | undefined;
  readonly receiverLine: number;
  readonly goesOn: boolean;
  readonly times: Readonly<Record<RouteTime, Inherited>>;
  readonly children: readonly RouteNode[];
}

/** The three times of a route. */
export type RouteTime = "group_wait" | "group_interval" | "repeat_interval";

interface Inherited {
  readonly seconds: number;
  /** Line where it is written; undefined for Alertmanager's default. */
  readonly line: number | undefined;
  /** Whether this route itself says so. */
  readonly own: boolean;
}

const defaults: Readonly<Record<RouteTime, number>> = {
  group_wait: 30,
  group_interval: 300,
  repeat_interval: 4 * 3600,
};
const times = Object.keys(defaults) as RouteTime[];

/** The routing tree of an alertmanager.yml. */
export function routeTree(root: Item): RouteNode | undefined {
  const route = get(root, "route");
  return route?.type === "map" ? node(route, undefined) : undefined;
}

function node(item: Item, parent: RouteNode | undefined): RouteNode {
  const receiver = scalarAt(item, "receiver");
  // Filled in below: a child knows its parent, and through it its siblings.
  const children: RouteNode[] = [];
  const self: RouteNode = {
    item,
    line: item.line,
    parent,
    matchers: matchersOf(item, "").matchers,
    receiver: textAt(item, "receiver") ?? parent?.receiver,
    receiverLine: receiver?.line ?? item.line,
    goesOn: scalarAt(item, "continue")?.value === true,
    times: Object.fromEntries(
      times.map((time) => [time, inherited(item, time, parent)]),
    ) as RouteNode["times"],
    children,
  };
  children.push(...listAt(item, "routes").map((child) => node(child, self)));
  return self;
}

function inherited(item: Item, time: RouteTime, parent: RouteNode | undefined): Inherited {
  const own = scalarAt(item, time);
  const seconds = own && durationSeconds(own.text);
  if (own && seconds !== undefined) return { seconds, line: own.line, own: true };
  const above = parent?.times[time];
  return above ? { ...above, own: false } : { seconds: defaults[time], line: undefined, own: false };
}

/** Every node of a tree, itself first. */
export function allRoutes(root: RouteNode | undefined): readonly RouteNode[] {
  return root ? [root, ...root.children.flatMap(allRoutes)] : [];
}

/** The matchers of a route, or of one side of an inhibition (`source`, `target`), in all three notations. */
export function matchersOf(
  item: Item,
  side: "" | "source_" | "target_",
): { readonly matchers: readonly AlertMatcher[]; readonly mistakes: readonly MatcherMistake[] } {
  const old = (key: string, op: AlertMatcher["op"]): AlertMatcher[] =>
    entriesAt(item, key).map(({ key: label, line, value }) => ({
      label,
      op,
      line,
      value: value.type === "scalar" ? value.text : "",
    }));
  const matchers = [...old(`${side}match`, "="), ...old(`${side}match_re`, "=~")];
  const mistakes: MatcherMistake[] = [];
  for (const text of scalarsAt(item, `${side}matchers`)) {
    const parsed = parseMatchers(text.text);
    if (typeof parsed === "string") mistakes.push({ line: text.line, message: parsed });
    else matchers.push(...parsed.map((matcher) => ({ ...matcher, line: text.line })));
  }
  for (const { op, value, line } of matchers) {
    const mistake =
      op.endsWith("~") && textAt(item, `${side}match_re`) === undefined ? regexMistake(value) : undefined;
    if (mistake) mistakes.push({ line, message: `"${value}" is no regular expression: ${mistake}` });
  }
  return { matchers, mistakes };
}

const matcher =
  /^\s*(?:"((?:[^"\\]|\\.)+)"|([^\s"'`{}!=~,\\]+))\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"'`{}!=~,\\][^\s"'`{},]*)?)\s*/;

/** Alertmanager's notation: `a="b"`, several with commas, perhaps in braces. */
export function parseMatchers(text: string): readonly Omit<AlertMatcher, "line">[] | string {
  const trimmed = text.trim();
  const body = trimmed.startsWith("{") && trimmed.endsWith("}") ? trimmed.slice(1, -1) : trimmed;
  const found: Omit<AlertMatcher, "line">[] = [];
  for (let rest = body; rest.trim() !== "";) {
    const match = matcher.exec(rest);
    if (!match || !/^(,|$)/.test(rest.slice(match[0].length))) {
      return `"${text}" is no matcher: write label="value", with =, !=, =~ or !~`;
    }
    const [, quoted, bare, op, value, plain] = match;
    found.push({
      label: quoted ?? bare ?? "",
      op: op as AlertMatcher["op"],
      value: unescape(value ?? plain ?? ""),
    });
    rest = rest.slice(match[0].length + 1);
  }
  return found.length > 0 ? found : `"${text}" is no matcher: it is empty`;
}

function unescape(text: string): string {
  return text.replace(/\\(["\\n])/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
}

/** Whether every alert that the second list lets pass is let pass by the first too. */
export function covers(wide: readonly AlertMatcher[], narrow: readonly AlertMatcher[]): boolean {
  return wide.every((one) => narrow.some((other) => one.label === other.label && implies(other, one)));
}

/** Whether no alert can pass both lists. */
export function excludes(a: readonly AlertMatcher[], b: readonly AlertMatcher[]): AlertMatcher | undefined {
  return b.find((one) => a.some((other) => one.label === other.label && contradict(other, one)));
}

function implies(given: AlertMatcher, wanted: AlertMatcher): boolean {
  if (given.op === wanted.op && given.value === wanted.value) return true;
  const values = literals(given);
  return values?.every((value) => passes(wanted, value) === true) ?? false;
}

function contradict(a: AlertMatcher, b: AlertMatcher): boolean {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const values = literals(one);
    if (values?.every((value) => passes(other, value) === false)) return true;
  }
  return false;
}

/** The only values that a matcher lets pass, where they can be listed. */
function literals({ op, value }: AlertMatcher): readonly string[] | undefined {
  if (op === "=") return [value];
  if (op !== "=~") return undefined;
  const body = /^\^?\(?([\w|: -]*)\)?\$?$/.exec(value)?.[1];
  return body?.split("|");
}

/** Whether a matcher lets a value pass; undefined where its expression is not understood. */
export function passes({ op, value }: Pick<AlertMatcher, "op" | "value">, text: string): boolean | undefined {
  switch (op) {
    case "=":
      return text === value;
    case "!=":
      return text !== value;
    case "=~":
      return matchesWhole(value, text);
    case "!~": {
      const matched = matchesWhole(value, text);
      return matched === undefined ? undefined : !matched;
    }
  }
}

/** A list of matchers as text, whatever its order. */
export function written(matchers: readonly AlertMatcher[]): string {
  return matchers
    .map(({ label, op, value }) => `${label}${op}"${value}"`)
    .sort()
    .join(", ");
}
