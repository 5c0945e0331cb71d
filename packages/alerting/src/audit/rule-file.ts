import { entriesAt, get, listAt, scalarAt, type Entry, type Item, type ScalarItem } from "./item.ts";
import { readQuery, type Query } from "./promql/query.ts";

/** A rule of a rule file. */
export interface Rule {
  readonly item: Item;
  readonly line: number;
  readonly use: "alert" | "record";
  readonly name: string;
  readonly expr: ScalarItem | undefined;
  readonly query: Query | undefined;
  readonly labels: readonly Entry[];
  readonly annotations: readonly Entry[];
}

/** A group of rules. */
export interface Group {
  readonly item: Item;
  readonly line: number;
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** The groups of a rule file, as far as they are readable. */
export function groupsOf(root: Item | undefined): readonly Group[] {
  return listAt(root, "groups").map((group) => ({
    item: group,
    line: get(group, "name")?.line ?? group.line,
    name: scalarAt(group, "name")?.text ?? "",
    rules: listAt(group, "rules").flatMap((rule) => readRule(rule)),
  }));
}

function readRule(item: Item): readonly Rule[] {
  const alert = scalarAt(item, "alert");
  const name = alert ?? scalarAt(item, "record");
  if (item.type !== "map" || name === undefined) return [];
  const expr = scalarAt(item, "expr");
  return [
    {
      item,
      line: name.line,
      use: alert ? "alert" : "record",
      name: name.text,
      expr,
      query: expr && readQuery(expr.text),
      labels: entriesAt(item, "labels"),
      annotations: entriesAt(item, "annotations"),
    },
  ];
}

/** Labels or annotations as plain texts. */
export function texts(entries: readonly Entry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map(({ key, value }) => [key, value.type === "scalar" ? value.text : ""]),
  );
}
