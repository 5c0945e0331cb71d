import type { TimeRange } from "@grafana/data";
import type { Variable } from "../dashboard/dashboard.ts";
import { labelNames, labelValues, queryAt, type Series } from "../server.ts";
import type { Choices } from "./chosen.ts";
import { interpolate, promql } from "./interpolate.ts";

/** One of the values that a reader may choose. */
export interface Option {
  readonly text: string;
  readonly value: string;
}

/** What a reader may choose, as the variable's kind says. */
export async function optionsOf(variable: Variable, range: TimeRange, choices: Choices): Promise<Option[]> {
  const query = interpolate(queryText(variable), choices, promql);
  switch (variable.type) {
    case "query":
      return arranged(variable, await ask(query, range));
    case "custom":
      return customOptions(query);
    case "interval":
      return plainOptions(query.split(",").map((part) => part.trim().replace(/^"|"$/g, "")));
    case "datasource":
      // There is one Prometheus behind this page, whatever it is called.
      return [{ text: "Prometheus", value: sourceUid(variable) }];
    default:
      // A constant or a text field.
      return plainOptions([query]);
  }
}

/** The text that says what a variable's values are. */
export function queryText({ query }: Variable): string {
  return typeof query === "string" ? query : (query?.query ?? "");
}

function sourceUid({ current }: Variable): string {
  return typeof current?.value === "string" && current.value !== "" ? current.value : "prometheus";
}

async function ask(query: string, range: TimeRange): Promise<string[]> {
  const [start, end] = [range.from.unix(), range.to.unix()];
  const values = /^\s*label_values\(\s*(?:([\s\S]+),)?\s*([a-zA-Z_]\w*)\s*\)\s*$/.exec(query);
  if (values) return labelValues(values[2] ?? "", values[1]?.trim(), start, end);
  const names = /^\s*label_names\(\s*([\s\S]*?)\s*\)\s*$/.exec(query);
  if (names) return labelNames(names[1] === "" ? undefined : names[1], start, end);
  const metrics = /^\s*metrics\(\s*([\s\S]*?)\s*\)\s*$/.exec(query);
  if (metrics) {
    const all = await labelValues("__name__", undefined, start, end);
    return all.filter((name) => new RegExp(metrics[1] ?? "").test(name));
  }
  const result = /^\s*query_result\(([\s\S]+)\)\s*$/.exec(query);
  return (await queryAt(result?.[1] ?? query, end)).map(seriesText);
}

/** A series as Grafana writes it for a variable: its name, labels, value and time. */
function seriesText({ metric: { __name__, ...labels }, values }: Series): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const [time = 0, value = ""] = values[0] ?? [];
  return `${__name__ ?? ""}{${pairs.join(",")}} ${value} ${time * 1000}`;
}

function customOptions(query: string): Option[] {
  // A comma within a text is written with a backslash; "text : value" names a value.
  const parts = query.split(/(?<!\\),/).map((part) => part.trim().replaceAll("\\,", ","));
  return parts
    .filter((part) => part !== "")
    .map((part) => {
      const [, text = part, value = part] = /^(.+?)\s+:\s+(.+)$/.exec(part) ?? [];
      return { text, value };
    });
}

function plainOptions(values: readonly string[]): Option[] {
  return values.map((value) => ({ text: value, value }));
}

function arranged({ regex, sort }: Variable, values: readonly string[]): Option[] {
  const options = regex ? picked(regex, values) : plainOptions(values);
  const unique = [...new Map(options.map((option) => [option.value, option])).values()];
  const order = orders[sort ?? 0];
  return order ? unique.toSorted((a, b) => order(a.text, b.text)) : unique;
}

/** What a regular expression keeps: its groups `text` and `value`, its first group, or the whole. */
function picked(regex: string, values: readonly string[]): Option[] {
  const [, source = regex, flags = ""] = /^\/([\s\S]*)\/([a-z]*)$/.exec(regex) ?? [];
  const pattern = new RegExp(source, flags.replace("g", ""));
  return values.flatMap((value) => {
    const match = pattern.exec(value);
    if (!match) return [];
    const plain = match[1] ?? match[0];
    const [text, kept] = [match.groups?.["text"], match.groups?.["value"]];
    return [{ text: text ?? kept ?? plain, value: kept ?? text ?? plain }];
  });
}

const numeric = (text: string): number => Number(/-?\d+(?:\.\d+)?/.exec(text)?.[0] ?? -Infinity);
const alphabetical = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const ignoringCase = (a: string, b: string): number => alphabetical(a.toLowerCase(), b.toLowerCase());
const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

// By Grafana's numbers for them.
const orders: readonly (((a: string, b: string) => number) | undefined)[] = [
  undefined,
  alphabetical,
  (a, b) => alphabetical(b, a),
  (a, b) => numeric(a) - numeric(b),
  (a, b) => numeric(b) - numeric(a),
  ignoringCase,
  (a, b) => ignoringCase(b, a),
  natural,
  (a, b) => natural(b, a),
];
