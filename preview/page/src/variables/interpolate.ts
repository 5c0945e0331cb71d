import { dateTime } from "@grafana/data";
import type { Choices, Chosen } from "./chosen.ts";

/** Writes what was chosen into the place of a variable. */
export type Format = (chosen: Chosen) => string;

// Grafana's three ways to write a variable: $name, ${name.field:format}, [[name:format]].
const reference = /\$(\w+)|\$\{(\w+)(\.[^:}]+)?(?::([^}]+))?\}|\[\[(\w+)(?::(\w+))?\]\]/g;

/** A text with every variable that is known filled in; what is not known stays as it is. */
export function interpolate(text: string, choices: Choices, format: Format = glob): string {
  return text.replace(
    reference,
    (
      whole,
      name1?: string,
      name2?: string,
      field?: string,
      format2?: string,
      name3?: string,
      format3?: string,
    ) => {
      const name = name1 ?? name2 ?? name3 ?? "";
      const found = choices.get(field === undefined ? name : `${name}${field}`) ?? choices.get(name);
      if (found === undefined) return whole;
      const wanted = format2 ?? format3;
      if (wanted === undefined) return format === words ? words(found) : (found.allValue ?? format(found));
      return named(wanted, found, name);
    },
  );
}

/** Names of the variables that a text mentions. */
export function mentioned(text: string): readonly string[] {
  return [...text.matchAll(reference)].map((match) => match[1] ?? match[2] ?? match[5] ?? "");
}

/** As a PromQL string wants it: what may be several is matched as a regular expression. */
export const promql: Format = ({ values, several }) => {
  if (!several) return quoted(values[0] ?? "");
  const parts = values.map((value) => quoted(regexEscaped(value)));
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join("|")})`;
};

/** As a person reads it. */
export const words: Format = ({ texts, all }) => (all ? "All" : texts.join(" + "));

/** As Grafana writes values where nobody says how: one as it is, several in braces. */
const glob: Format = ({ values }) => (values.length === 1 ? (values[0] ?? "") : `{${values.join(",")}}`);

const formats: Readonly<Record<string, (chosen: Chosen, name: string) => string>> = {
  raw: ({ values }) => values.join(","),
  csv: ({ values }) => values.join(","),
  text: words,
  pipe: ({ values }) => values.join("|"),
  json: ({ values }) => JSON.stringify(values.length === 1 ? values[0] : values),
  glob,
  regex: ({ values }) => {
    const parts = values.map(regexEscaped);
    return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join("|")})`;
  },
  doublequote: ({ values }) => values.map((value) => `"${value.replaceAll('"', '\\"')}"`).join(","),
  singlequote: ({ values }) => values.map((value) => `'${value.replaceAll("'", "\\'")}'`).join(","),
  percentencode: ({ values }) => encodeURIComponent(values.join(",")),
  queryparam: ({ values, all }, name) =>
    (all ? ["$__all"] : values).map((value) => `var-${name}=${encodeURIComponent(value)}`).join("&"),
};

function named(format: string, chosen: Chosen, name: string): string {
  const [kind = "", ...rest] = format.split(":");
  if (kind === "date") return dateText(Number(chosen.values[0]), rest.join(":"));
  return (formats[kind] ?? glob)(chosen, name);
}

function dateText(at: number, layout: string): string {
  if (layout === "seconds") return String(Math.floor(at / 1000));
  const time = dateTime(at);
  return layout === "" || layout === "iso" ? time.toISOString() : time.format(layout);
}

function regexEscaped(value: string): string {
  return value.replace(/[\\^$*+?.()|[\]{}]/g, "\\$&");
}

function quoted(value: string): string {
  return value.replace(/[\\"]/g, "\\$&");
}
