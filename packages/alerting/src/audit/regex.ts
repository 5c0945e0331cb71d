const classes: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/** Why a text is no regular expression of RE2, the dialect of Prometheus and Alertmanager; undefined when it is one. */
export function regexMistake(text: string): string | undefined {
  const plain = text.replace(/\\Q.*?(\\E|$)/gs, "");
  const look = /(?<!\\)\(\?(=|!|<=|<!|>)/.exec(plain);
  if (look) return `RE2 has no ${look[0]}…): lookaround is not supported`;
  const escape = /(?:^|[^\\])(?:\\\\)*\\([A-Za-z0-9])/g;
  for (const [, letter = ""] of plain.matchAll(escape)) {
    if (/[1-9]/.test(letter)) return `RE2 has no \\${letter}: backreferences are not supported`;
    if (!/[aftnrvxCQEAbBzdDsSwWpP0]/.test(letter)) return `RE2 has no escape \\${letter}`;
  }
  if (/\\$/.test(plain.replace(/\\\\/g, ""))) return "it ends in a single backslash";
  const repeat = [...plain.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].find(
    ([, from, to]) => Number(from) > 1000 || Number(to ?? 0) > 1000,
  );
  if (repeat) return `RE2 repeats at most 1000 times, not ${repeat[0]}`;
  try {
    new RegExp(toEcmaScript(plain));
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: \/.*\/\w*: /s, "").toLowerCase();
  }
}

/** Whether a whole text matches, as Prometheus anchors; undefined where the expression is not understood. */
export function matchesWhole(regex: string, text: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${toEcmaScript(regex)})$`, "s").test(text);
  } catch {
    return undefined;
  }
}

function toEcmaScript(text: string): string {
  const { flags, rest } = leadingFlags(text);
  const body = rest
    .replace(/\(\?P</g, "(?<")
    .replace(/\[:(\^?)(\w+):\]/g, (_, not: string, name: string) => (not ? "" : (classes[name] ?? "")))
    .replace(/\\[Az]/g, "")
    .replace(/\\[pP](\{\^?\w+\}|\w)/g, "\\w")
    .replace(/\(\?([imsU]*)(-[imsU]+)?\)/g, "")
    .replace(/\(\?([imsU]*)(-[imsU]+)?:/g, "(?:");
  return flags.includes("i") ? `(?i:${body})` : body;
}

function leadingFlags(text: string): { readonly flags: string; readonly rest: string } {
  const match = /^\(\?([imsU]+)\)/.exec(text);
  return { flags: match?.[1] ?? "", rest: match ? text.slice(match[0].length) : text };
}
