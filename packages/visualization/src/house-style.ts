import { FieldColorBuilder, ThresholdsConfigBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { FieldColorModeId, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
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
import type { Limits } from "./panel.ts";

/** Good, worth a look, and act now: the only colours that mean something. */
export const colours = { good: "green", warning: "yellow", critical: "red" } as const;

/** Words for an empty panel: it is not broken, nothing happened. */
export const nothing = "none in this time range";

/** The colours of a value: green alone where there are no limits. */
export function thresholds(limits: Limits = {}): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(limits));
}

/** Each step says the colour from its value on; the first has none and reaches from below. */
function steps({ yellow, red, bad = "above" }: Limits): { value: number | null; color: string }[] {
  const marks = [
    ...(yellow === undefined ? [] : [{ value: yellow, color: colours.warning }]),
    ...(red === undefined ? [] : [{ value: red, color: colours.critical }]),
  ];
  if (bad === "above") return [{ value: null, color: colours.good }, ...marks];
  const upwards = marks.toSorted((a, b) => a.value - b.value);
  const colors = [...upwards.map(({ color }) => color), colours.good];
  return colors.map((color, i) => ({ value: upwards[i - 1]?.value ?? null, color }));
}

/** A dashed line where an alert's threshold is. */
export function drawnThresholds(): GraphThresholdsStyleConfigBuilder {
  return new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed);
}

/** A number takes the colour of its threshold. */
export function byThreshold(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}

/** A series keeps its colour whatever its value. */
export function bySeries(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName);
}

/** Below the graph, with what a series is now and was at most. */
export function legend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(["lastNotNull", "max"]);
}

/** All series of a moment, the greatest first. */
export function tooltip(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
}
