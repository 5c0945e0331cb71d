/** A table of Markdown, aligned as the formatter would align it. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [heading, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = heading.map((_, i) => Math.max(3, ...escaped.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [first = [], ...rest] = escaped;
  const rule = widths.map((width) => "-".repeat(width));
  return `${[line(first), line(rule), ...rest.map(line)].join("\n")}\n`;
}
