import type { Registered } from "../record.ts";

/** Every resource in a line below its parent, with what it waits for, in alphabetical order: a difference is a change. */
export function graphText(registered: readonly Registered[]): string {
  const children = Map.groupBy(registered, ({ parent }) => parent);
  const lines = (parent: string, depth: number): readonly string[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => (label(a) < label(b) ? -1 : 1))
      .flatMap((one) => [`${"  ".repeat(depth)}${line(one)}`, ...lines(one.urn, depth + 1)]);
  return `${lines("", 0).join("\n")}\n`;
}

function label({ type, name }: Pick<Registered, "type" | "name">): string {
  return `${type} ${name}`;
}

function line(one: Registered): string {
  const waits = new Set(one.dependencies.map(short));
  return [
    label(one),
    ...(one.protect ? ["[protected]"] : []),
    ...(waits.size > 0 ? [`<- ${[...waits].sort().join(", ")}`] : []),
  ].join(" ");
}

/** What a URN names: the last word of its type, and its name. */
function short(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1) ?? ""} ${name}`;
}
