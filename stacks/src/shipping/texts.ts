import { parsePromql, type Reader } from "@monitoring/collection";
import { expanded } from "@monitoring/visualization";
import { parse } from "yaml";
import type { CustomFiles } from "../custom-files.ts";

/** What a set of files reads and computes. */
export interface Texts {
  readonly readers: readonly Reader[];
  /** Names of the metrics that rules compute. */
  readonly computed: readonly string[];
}

/**
 * What dashboards and rule files read, by path.
 * @param compiled rule files that are no text yet
 */
export function textsOf(files: CustomFiles, compiled: Readonly<Record<string, RuleFile>> = {}): Texts {
  const all = Object.entries(files).map(([path, text]): Texts => {
    try {
      return path.endsWith(".json")
        ? { readers: dashboardReaders(path, text), computed: [] }
        : ruleTexts(path, parse(text) as RuleFile | null);
    } catch {
      // What is not JSON or YAML is neither provisioned nor deployed: the check of custom files says so.
      return { readers: [], computed: [] };
    }
  });
  all.push(...Object.entries(compiled).map(([path, file]) => ruleTexts(path, file)));
  return {
    readers: all.flatMap(({ readers }) => readers),
    computed: all.flatMap(({ computed }) => computed),
  };
}

interface RuleFile {
  readonly groups?: readonly { readonly rules?: readonly Rule[] }[];
}

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr?: unknown;
}

function ruleTexts(path: string, file: RuleFile | null): Texts {
  const rules = (file?.groups ?? []).flatMap((group) => group.rules ?? []);
  return {
    readers: rules.map(({ record, alert, expr }) => ({
      owner: record === undefined ? `alert ${alert ?? ""} of ${path}` : `recording ${record} of ${path}`,
      text: String(expr),
    })),
    computed: rules.flatMap(({ record }) => record ?? []),
  };
}

/** Every query of a dashboard's JSON: of panels at any depth, of annotations, and of variables. */
function dashboardReaders(path: string, text: string): readonly Reader[] {
  const dashboard = JSON.parse(text) as {
    readonly templating?: { readonly list?: readonly { readonly name?: string; readonly query?: unknown }[] };
  };
  const variables = (dashboard.templating?.list ?? []).flatMap(({ name, query }) =>
    variableTexts(query).map((text) => ({
      owner: `variable ${name ?? ""} of ${path}`,
      text: filledIn(text),
    })),
  );
  const queries = exprsIn(dashboard).map((expr) => ({ owner: `panel of ${path}`, text: filledIn(expr) }));
  return [...variables, ...queries];
}

function exprsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(exprsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === "expr" && typeof member === "string" && member.trim() !== "" ? [member] : exprsIn(member),
  );
}

/** The PromQL in Grafana's query of a variable, which has functions of its own around it. */
function variableTexts(query: unknown): readonly string[] {
  const text = typeof query === "object" && query !== null && "query" in query ? query.query : query;
  if (typeof text !== "string") return [];
  const [, values] = /^\s*label_values\(\s*(.+),\s*[\w$]+\s*\)\s*$/s.exec(text) ?? [];
  const [, result] = /^\s*query_result\((.+)\)\s*$/s.exec(text) ?? [];
  const [, names] = /^\s*metrics\((.+)\)\s*$/s.exec(text) ?? [];
  if (names !== undefined) return [`{__name__=~${JSON.stringify(`.*(?:${names.trim()}).*`)}}`];
  const inner = values ?? result;
  return inner === undefined ? [] : [inner];
}

/**
 * A dashboard's query with its variables filled in. Grafana lets one stand anywhere; where any text would not do, a
 * duration, a label or a number takes its place.
 */
function filledIn(query: string): string {
  const simple = expanded(query.replace(/([[:]\s*)\$(?!__)(?:\w+|\{\w+(?::\w+)?\})(?=\s*[\]:])/g, "$15m"));
  if (parsePromql(simple).errors.length === 0) return simple;
  const groups = query.replace(/\b(by|without)\s*\(([^)]*\$[^)]*)\)/g, "$1 (instance)");
  return expanded(groups.replace(/([(,]\s*)\$(?!__)\w+(?=\s*[,)])/g, "$15"));
}

/** The readers whose text is not PromQL to the end, so that not all that they read may be found. */
export function unreadable(readers: readonly Reader[]): readonly Reader[] {
  return readers.filter(({ text }) => parsePromql(text).errors.length > 0);
}
