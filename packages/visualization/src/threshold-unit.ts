import type { Threshold } from "@monitoring/alerting";
import type { Unit } from "./panel.ts";

/** What the first word of a threshold's unit is a measure of, and how much of it. */
const measures: Readonly<Record<string, readonly [kind: string, size: number]>> = {
  ratio: ["share", 1],
  seconds: ["time", 1],
  hours: ["time", 3600],
  days: ["time", 86_400],
  requests: ["rate", 1],
};

const shown: Readonly<Partial<Record<Unit, readonly [kind: string, size: number]>>> = {
  percentunit: ["share", 1],
  s: ["time", 1],
  ms: ["time", 0.001],
  d: ["time", 86_400],
  "suffix:days": ["time", 86_400],
  reqps: ["rate", 1],
  short: ["count", 1],
  none: ["count", 1],
};

/** A threshold's number as a panel of that unit shows it. @throws where the panel does not show what the alert compares */
export function inUnit({ value, unit: written }: Threshold, unit: Unit): number {
  const [kind, size] = measures[written.split(" ")[0] ?? ""] ?? ["count", 1];
  const [shownKind, shownSize] = shown[unit] ?? ["nothing", 1];
  if (kind !== shownKind) throw new Error(`a threshold in ${written} is no line on a panel in ${unit}`);
  return (value * size) / shownSize;
}
