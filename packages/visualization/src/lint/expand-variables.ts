import { builtIn, nameOf, reference } from "../variable-reference.ts";

/** What stands in an expanded text where a variable of the dashboard stood; its name follows. */
export const placeholder = "grafana_variable_";

/** Names of the variables that a text uses, in its order; `$1` of label_replace is none. */
export function variableNames(text: string): readonly string[] {
  return [...text.matchAll(reference)].map(nameOf);
}

/** Whether Grafana itself knows a variable, so that no dashboard has to define it. */
export function isBuiltIn(name: string): boolean {
  return name.startsWith("__") || name === "timeFilter";
}

/**
 * A PromQL text as it might be sent, so that it can be parsed: each variable of the dashboard becomes what fits the place
 * where it stands, a duration in `[...]` and after `offset`, a number in a number, else a name that starts with
 * {@link placeholder}.
 */
export function expandVariables(text: string): string {
  let [out, at, quote, brackets] = ["", 0, "", 0];
  while (at < text.length) {
    const char = text[at] ?? "";
    const found = referenceAt(text, at);
    if (found) {
      const { name, end } = found;
      out +=
        quote === "" ? (builtIn[name] ?? fitting(name, out, text.slice(end), brackets > 0)) : inText(name);
      at = end;
      continue;
    }
    if (quote !== "") {
      if (char === "\\" && quote !== "`") {
        out += text.slice(at, at + 2);
        at += 2;
        continue;
      }
      if (char === quote) quote = "";
    } else if (char === "#") {
      const end = text.indexOf("\n", at);
      out += end < 0 ? text.slice(at) : text.slice(at, end);
      at = end < 0 ? text.length : end;
      continue;
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "[") brackets++;
    else if (char === "]") brackets--;
    out += char;
    at++;
  }
  return out;
}

function referenceAt(text: string, at: number): { readonly name: string; readonly end: number } | undefined {
  const here = new RegExp(reference, "y");
  here.lastIndex = at;
  const match = here.exec(text);
  return match ? { name: nameOf(match), end: here.lastIndex } : undefined;
}

function inText(name: string): string {
  return builtIn[name] ?? `${placeholder}${name}`;
}

function fitting(name: string, before: string, after: string, inRange: boolean): string {
  if (inRange || /\boffset\s+-?$/.test(before)) return /^(?:ms|[smhdwy])/.test(after) ? "5" : "5m";
  // A part of a number, as in 0.$quantile.
  if (/(?:^|[^\w:.])\d+\.?\d*$/.test(before)) return "5";
  // A function or an operator: any that takes one argument.
  if (/^\s*(?:\(|(?:by|without)\b)/.test(after)) return "sum";
  const word = `${placeholder}${name}`;
  // A whole condition of a selector.
  return /[{,]\s*$/.test(before) && /^\s*[,}]/.test(after) && isOpen(before) ? `${word}=""` : word;
}

/** Whether a selector's braces are open at the end of a text. */
function isOpen(text: string): boolean {
  return text.lastIndexOf("{") > text.lastIndexOf("}");
}
