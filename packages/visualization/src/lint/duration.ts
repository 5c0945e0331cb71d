const units = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 } as const;

/** Seconds of a duration as Prometheus and Grafana write it (`1h30m`); undefined where the text is none. */
export function durationSeconds(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[ywdhms]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[ywdhms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units],
    0,
  );
}
