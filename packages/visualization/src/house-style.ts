import {
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import {
  GraphThresholdsStyleConfigBuilder,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
} from "@grafana/grafana-foundation-sdk/common";
import type { Limits, Unit } from "./panel.ts";

/** Good, worth a look, and act now: the only colours that mean something. The yellow is one that can be read on white. */
export const colours = { good: "green", warning: "dark-yellow", critical: "red" } as const;

/** The colour of a number that nothing is said about: neither good nor bad. */
export const neutral = "blue";

/** Words for an empty panel: it is not broken, nothing happened. */
export const nothing = "none in this time range";

/** Words for a number that is not there. */
export const unknown = "not known now";

/** The colours of a value: where there are no limits it is not judged. */
export function thresholds(limits: Limits | undefined): ThresholdsConfigBuilder {
  const colourSteps = limits === undefined ? [{ value: null, color: neutral }] : steps(limits);
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(colourSteps);
}

/** Each step says the colour from its value on; the first has none and reaches from below. */
function steps({ bad = "above", ...limits }: Limits): { value: number | null; color: string }[] {
  const marks = marksOf(limits);
  if (bad === "above") return [{ value: null, color: colours.good }, ...marks];
  const upwards = marks.toSorted((a, b) => a.value - b.value);
  const colors = [...upwards.map(({ color }) => color), colours.good];
  return colors.map((color, i) => ({ value: upwards[i - 1]?.value ?? null, color }));
}

/** Lines where good ends, each in the colour of what lies beyond it, and of a series that was there. */
export function thresholdLines(limits: Limits = {}): ThresholdsConfigBuilder {
  const marks = marksOf(limits).toSorted((a, b) => a.value - b.value);
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: colours.good }, ...marks]);
}

/** Where good ends, each with the colour of what lies beyond. */
export function marksOf({ yellow, red }: Limits): { value: number; color: string }[] {
  return [
    ...(yellow === undefined ? [] : [{ value: yellow, color: colours.warning }]),
    ...(red === undefined ? [] : [{ value: red, color: colours.critical }]),
  ];
}

/** A dashed line where an alert's threshold is. */
export function drawnThresholds(): GraphThresholdsStyleConfigBuilder {
  return new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed);
}

/** A number takes the colour of its threshold. */
export function byThreshold(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}

/** With what a series is now and was at its worst, the worst first: what may be out of sight is of no concern. */
export function legend({
  beside = false,
  worst = "greatest",
}: { readonly beside?: boolean; readonly worst?: "greatest" | "least" } = {}): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(beside ? LegendPlacement.Right : LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(["lastNotNull", worst === "greatest" ? "max" : "min"])
    .sortBy("Last *")
    .sortDesc(worst === "greatest");
}

/** Where an axis begins at the latest: what should be near the most that there can be is looked at from near by. */
export function leastBottom(unit: Unit, limits: Limits = {}): number {
  const { yellow, red, bad } = limits;
  const of = most(unit, limits);
  if (of === undefined || bad !== "below") return 0;
  const least = Math.min(yellow ?? of, red ?? of);
  return Math.max(0, Number((of - 2 * (of - least)).toPrecision(6)));
}

/** What an axis reaches up to at least: to the most that there can be where it should be near that. */
export function leastTop(unit: Unit, limits?: Limits): number | undefined {
  return leastBottom(unit, limits) > 0 ? most(unit, limits) : tops[unit];
}

function most(unit: Unit, limits?: Limits): number | undefined {
  return limits?.of ?? (unit === "percentunit" ? 1 : undefined);
}

// With nothing but zeros Grafana draws an axis up to 100, and shares up to 10000 %.
const tops: Readonly<Partial<Record<Unit, number>>> = {
  short: 1,
  percentunit: 0.01,
  s: 0.01,
  reqps: 0.1,
  ops: 0.1,
  cps: 0.1,
  cpm: 1,
};

/**
 * How many points a series has at most where there may be hundreds of series: each takes its time at each point, and a panel
 * of half the page would ask for twice as many. At a day, that is one in five minutes.
 */
export const pointsOfMany = 300;

/** Numbers of a unit whose digits say nothing, and the words that do: they are never shown as 0, or as all of it. */
const saidInWords: Readonly<
  Partial<Record<Unit, readonly (readonly [above: number, below: number, text: string])[]>>
> = {
  percentunit: [
    [0, 0.001, "< 0.1%"],
    [0.9995, 1, "> 99.9%"],
  ],
  reqps: [[0, 0.01, "< 0.01 req/s"]],
  ops: [[0, 0.01, "< 0.01 ops/s"]],
  cps: [[0, 0.01, "< 0.01 c/s"]],
};

/** Words in place of a unit's numbers that nobody can tell apart. */
export function wordsForSmall(unit: Unit): ValueMapping[] {
  return (saidInWords[unit] ?? []).map(([above, below, text], index) => ({
    type: MappingType.RangeToText,
    // Grafana takes both ends for a part of the range.
    options: { from: above + 1e-9, to: below - 1e-9, result: { text, index } },
  }));
}

/** All series of a moment, the greatest first. */
export function tooltip(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
}
