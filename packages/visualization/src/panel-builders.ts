import { PanelBuilder as BarsBuilder } from "@grafana/grafana-foundation-sdk/bargauge";
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  GraphDrawStyle,
  BarGaugeNamePlacement,
  ReduceDataOptionsBuilder,
  VizTextDisplayOptionsBuilder,
  VisibilityMode,
  VizOrientation,
} from "@grafana/grafana-foundation-sdk/common";
import {
  CellValuesBuilder,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapColorScale,
  PanelBuilder as HeatmapBuilder,
  YAxisConfigBuilder,
} from "@grafana/grafana-foundation-sdk/heatmap";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as StatesBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import {
  bySeries,
  byThreshold,
  drawnThresholds,
  leastBottom,
  leastTop,
  legend,
  tooltip,
} from "./house-style.ts";
import type { Limits, PanelKind, Unit } from "./panel.ts";

/** A builder of any kind of panel: what all of them can. */
export type AnyPanelBuilder =
  StatBuilder | TimeseriesBuilder | HeatmapBuilder | TableBuilder | BarsBuilder | StatesBuilder;

/** What the look of a panel depends on. */
export interface Look {
  readonly title: string;
  readonly unit: Unit;
  /** Where good ends, if it does. */
  readonly limits: Limits | undefined;
  /** Whether there are more series than fit into a legend below. */
  readonly many: boolean;
}

const latest = (): ReduceDataOptionsBuilder => new ReduceDataOptionsBuilder().calcs(["lastNotNull"]);

/** Each kind of panel in the house style, before it has a title and a query. */
export const builders: Readonly<Record<PanelKind, (look: Look) => AnyPanelBuilder>> = {
  stat: () =>
    new StatBuilder()
      .reduceOptions(latest())
      .colorMode(BigValueColorMode.Value)
      // A line behind the number would make it small; the next section shows the course.
      .graphMode(BigValueGraphMode.None)
      .colorScheme(byThreshold()),
  timeseries: ({ limits, unit, many }) => {
    const builder = new TimeseriesBuilder()
      .drawStyle(GraphDrawStyle.Line)
      .showPoints(VisibilityMode.Never)
      .fillOpacity(10)
      .axisSoftMin(leastBottom(unit, limits))
      .legend(legend({ beside: many, worst: limits?.bad === "below" ? "least" : "greatest" }))
      .tooltip(tooltip())
      .colorScheme(bySeries());
    const top = leastTop(unit, limits);
    if (top !== undefined) builder.axisSoftMax(top);
    return limits ? builder.thresholdsStyle(drawnThresholds()) : builder;
  },
  heatmap: ({ unit }) =>
    new HeatmapBuilder()
      .calculate(false)
      .showValue(VisibilityMode.Never)
      .color(
        new HeatmapColorOptionsBuilder()
          .mode(HeatmapColorMode.Scheme)
          .scale(HeatmapColorScale.Exponential)
          .scheme("Oranges")
          .fill("dark-orange")
          // The builder leaves both at 0, which is no colour at all.
          .exponent(0.5)
          .steps(64),
      )
      .yAxis(new YAxisConfigBuilder().unit(unit))
      .cellValues(new CellValuesBuilder().unit("reqps")),
  table: ({ title }) => new TableBuilder().withTransformation(columns(title)).colorScheme(byThreshold()),
  bars: ({ unit }) => {
    const builder = new BarsBuilder()
      .reduceOptions(latest())
      .orientation(VizOrientation.Horizontal)
      // One colour a bar, and all from 0 on: else the least is no bar at all, and the best begins in red.
      .displayMode(BarGaugeDisplayMode.Basic)
      // Grafana leaves room between a full bar and its value: drawn as unfilled, 100 % would look like 93 %.
      .showUnfilled(false)
      .namePlacement(BarGaugeNamePlacement.Left)
      .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(18))
      .min(0)
      .colorScheme(byThreshold());
    return unit === "percentunit" ? builder.max(1) : builder;
  },
  states: () =>
    new StatesBuilder()
      .mergeValues(true)
      // Rows fill the panel: a single one would be a block.
      .rowHeight(0.6)
      .showValue(VisibilityMode.Never)
      .legend(legend().showLegend(false))
      .colorScheme(byThreshold()),
};

/** An instant query's rows all carry the same time; their value is what the panel is called. */
function columns(title: string) {
  return {
    id: "organize",
    options: {
      excludeByName: { Time: true, __name__: true, job: true, env: true },
      renameByName: { Value: title },
    },
  };
}
