import { FieldColorModeId, ThresholdsMode, type FieldConfig } from "@grafana/data";

/** What Grafana takes for what all kinds of panels have. */
export function standardDefaults(type: string): FieldConfig {
  const bySeries = type === "timeseries";
  return {
    color: { mode: bySeries ? FieldColorModeId.PaletteClassic : FieldColorModeId.Thresholds },
    thresholds: {
      mode: ThresholdsMode.Absolute,
      steps: [
        { value: -Infinity, color: "green" },
        { value: 80, color: "red" },
      ],
    },
  };
}

/**
 * What Grafana takes for a field's own settings where a dashboard is silent, by kind of panel. A dashboard that was built
 * by a program is silent about most of them.
 */
export const fieldDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  timeseries: {
    drawStyle: "line",
    lineInterpolation: "linear",
    lineWidth: 1,
    lineStyle: undefined,
    fillOpacity: 0,
    gradientMode: "none",
    fillBelowTo: undefined,
    showPoints: "auto",
    pointSize: 5,
    spanNulls: false,
    insertNulls: false,
    stacking: { mode: "none", group: "A" },
    barAlignment: 0,
    barWidthFactor: 0.6,
    barMaxWidth: undefined,
    transform: undefined,
    axisPlacement: "auto",
    axisLabel: "",
    axisWidth: undefined,
    axisSoftMin: undefined,
    axisSoftMax: undefined,
    axisCenteredZero: false,
    axisGridShow: undefined,
    axisColorMode: "text",
    axisBorderShow: false,
    scaleDistribution: { type: "linear" },
    thresholdsStyle: { mode: "off" },
    lineColor: undefined,
    hideFrom: { tooltip: false, viz: false, legend: false },
  },
  table: {
    align: "auto",
    cellOptions: { type: "auto" },
    footer: undefined,
    inspect: false,
    width: undefined,
    minWidth: undefined,
    filterable: undefined,
    hidden: undefined,
    hideFrom: undefined,
    wrapHeaderText: undefined,
  },
  "state-timeline": { lineWidth: 0, fillOpacity: 70, hideFrom: undefined },
  heatmap: { scaleDistribution: undefined, hideFrom: undefined },
};
