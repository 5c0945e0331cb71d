const longestLine = 200;
const longestWords = 500;
const longestBlock = 4000;

/** A text between marks that no Markdown in it can leave, on one line. */
export function code(text: string): string {
  const line = clipped(text.replace(/\s+/g, " ").trim(), longestLine);
  if (line === "") return "``` ```";
  const marks = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${marks}${pad}${line}${pad}${marks}`;
}

/** A block of lines that no Markdown in it can leave; what is too long for a person to read is cut. */
export function block(language: string, whole: string): string {
  const text = clipped(whole, longestBlock);
  const marks = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}${language}\n${text}\n${marks}`;
}

/**
 * A text of somebody else as plain words on one line: no heading, link, picture, HTML, mention of a person or reference to
 * an issue comes out of it.
 */
export function words(text: string): string {
  return (
    clipped(text.replace(/\s+/g, " ").trim(), longestWords)
      .replace(/[\\`*_[\]<>|~&]/g, (sign) => (/[<>&]/.test(sign) ? (entities[sign] ?? "") : `\\${sign}`))
      // GitHub notifies whoever is mentioned, wherever it finds the name; a character without width breaks it.
      .replace(/(?<!\w)([@#])(?=\w)/g, "$1\u200b")
      .replace(/\b(https?|ftp|www)(?=[:.])/gi, "$1\u200b")
  );
}

const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** A text of at most so many characters; a cut one says so. */
export function clipped(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}...`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Names in a sentence: `a`, `a and b`, `a, b and c`; more than `most` are counted. */
export function listed(names: readonly string[], most = names.length): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2
    ? (shown[0] ?? "nothing")
    : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

/** A number of things: `1 alert`, `2 alerts`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** A table; cells are Markdown already. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}
