const units = { y: 365 * 86400, w: 7 * 86400, d: 86400, h: 3600, m: 60, s: 1, ms: 0.001 } as const;

/** Seconds of a duration as Prometheus writes it (`1h30m`), or undefined where the text is none. */
export function durationSeconds(text: string): number | undefined {
  if (text === "0") return 0;
  const match = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (text === "" || match === null) return undefined;
  return Object.values(units).reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0);
}

/** A duration as a person writes it, guessed from one that Prometheus does not take. */
export function guessDuration(text: string): string | undefined {
  const match = /^\s*(\d+)\s*(ms|s|m|h|d|w|y)[a-z]*\s*$/i.exec(text);
  if (match === null) return undefined;
  const [, amount = "", unit = ""] = match;
  return `${amount}${unit.toLowerCase()}`;
}

/** Go's own durations, which a few settings take: fractions and signs, hours at most. */
export function isGoDuration(text: string): boolean {
  return text === "0" || /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text);
}

/** A span of seconds as Prometheus writes it. */
export function formatSeconds(seconds: number): string {
  for (const unit of ["d", "h", "m"] as const) {
    if (seconds >= units[unit] && seconds % units[unit] === 0) return `${seconds / units[unit]}${unit}`;
  }
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
