const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size for people: three digits at most, powers of ten. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? "B"}`;
}

/** Bytes of a size as the Docker CLI prints it (`1.5kB`, `20MB`, `3.5MiB`); `undefined` for anything else. */
export function bytesOf(text: string): number | undefined {
  const match = /^([\d.]+)\s*([kKMGT]?)(i?)B$/.exec(text.trim());
  if (!match) return undefined;
  const [, number = "", letter = "", binary] = match;
  const power = ["", "k", "m", "g", "t"].indexOf(letter.toLowerCase());
  return Math.round(Number(number) * (binary === "i" ? 1024 : 1000) ** power);
}

const spans = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** A span of time for people: its largest unit. */
export function ago(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, length] = spans.find(([, length]) => whole >= length) ?? ["s", 1];
  return `${Math.floor(whole / length)} ${unit}`;
}

/** A number of things, in words: `1 target`, `2 targets`. */
export function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
