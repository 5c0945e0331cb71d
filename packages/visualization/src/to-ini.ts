/** A section's settings by key. */
export type Section = Readonly<Record<string, string | number | boolean>>;

/** Sections with sorted keys as Grafana's ini. @throws on a value that would end its line */
export function toIni(sections: Readonly<Record<string, Section>>): string {
  return sorted(sections)
    .map(([name, section]) => [`[${name}]`, ...sorted(section).map(line)].join("\n"))
    .join("\n\n")
    .concat("\n");
}

function line([key, value]: [string, string | number | boolean]): string {
  const text = String(value);
  if (/[\r\n"`;#]/.test(text))
    throw new Error(`the setting ${key} holds a character that ini cannot: ${text}`);
  return `${key} = ${text}`;
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
