/** A Prometheus duration with one unit: `15s`, `5m`, `2h`, `30d`. */
export type Duration = `${number}${"s" | "m" | "h" | "d"}`;

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86400 } as const;

/** The length of a duration in seconds. */
export function seconds(duration: Duration): number {
  const unit = duration.at(-1) as keyof typeof unitSeconds;
  return Number(duration.slice(0, -1)) * unitSeconds[unit];
}

/** Whether a text from outside is a {@link Duration}: a positive whole number and one unit. */
export function isDuration(text: string): text is Duration {
  return /^[1-9]\d*[smhd]$/.test(text);
}

const allUnits: Readonly<Record<string, number>> = { ...unitSeconds, ms: 0.001, w: 604_800, y: 31_536_000 };

/** Seconds of a duration as PromQL writes it, of one unit or several: `90s`, `1h30m`, `500ms`. */
export function promqlSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy]?)/g)];
  return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (allUnits[unit] ?? 1), 0);
}
