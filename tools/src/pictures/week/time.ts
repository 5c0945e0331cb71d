/** The moment at which the week ends and every picture is taken: a Thursday, 11:38 UTC. Seconds since 1970. */
export const weekEnd = Date.UTC(2026, 10, 26, 11, 38) / 1000;

const day = 86_400;

/** A stretch of time in which something is not as usual. */
export interface Episode {
  readonly from: number;
  readonly to: number;
}

/** The week's two mishaps: the CRM hangs on the last morning, and on Monday a release fails for a quarter of an hour. */
export const crmHangs: Episode = { from: weekEnd - 52 * 60, to: weekEnd - 36 * 60 };
export const badRelease: Episode = { from: weekEnd - 3 * day - 83 * 60, to: weekEnd - 3 * day - 68 * 60 };

/** How much of an episode there is at a time, from 0 to 1: it comes and goes within half a minute. */
export function share({ from, to }: Episode, at: number): number {
  const ramp = 30;
  return Math.max(0, Math.min(1, (at - from) / ramp, (to - at) / ramp));
}

/** How busy people are: most at eleven and at three, little at night and at the weekend. From 0 to 1. */
export function business(at: number): number {
  const hour = (at % day) / 3600;
  const bump = (peak: number, width: number): number => Math.exp(-(((hour - peak) / width) ** 2));
  const weekday = new Date(at * 1000).getUTCDay();
  const working = weekday === 0 || weekday === 6 ? 0.18 : 1;
  return 0.08 + 0.92 * working * Math.min(1, bump(10.5, 2.2) + 0.85 * bump(15, 2.2));
}

/** A number from 0 to 1 that a text decides: the same one each time. */
export function chance(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** What wanders about 1 by up to `much`, another way for each name; it turns about once in so many seconds. */
export function wander(name: string, at: number, much: number, seconds: number): number {
  const [step, within] = [Math.floor(at / seconds), (at % seconds) / seconds];
  const smooth = within * within * (3 - 2 * within);
  const [a, b] = [chance(`${name} ${step}`), chance(`${name} ${step + 1}`)];
  return 1 + much * (2 * (a + (b - a) * smooth) - 1);
}
