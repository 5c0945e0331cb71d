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
  PanelBuilder as HeatmapBuilder,
  YAxisConfigBuilder,
} from "@grafana/grafana-foundation-sdk/heatmap";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as StatesBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { byThreshold, drawnThresholds, leastBottom, leastTop, legend, tooltip } from "./house-style.ts";
import type { Limits, PanelKind, PanelRow, Unit } from "./panel.ts";
import { givesMany, seriesColours } from "./series-colours.ts";

/** A builder of any kind of panel: what all of them can. */
export type AnyPanelBuilder =
  StatBuilder | TimeseriesBuilder | HeatmapBuilder | TableBuilder | BarsBuilder | StatesBuilder;

/** What the look of a panel depends on. */
export interface Look {
  readonly unit: Unit;
  /** Where good ends, if it does. */
  readonly limits: Limits | undefined;
  readonly queries: PanelRow["queries"];
  /** Whether there are more series than fit into a legend below. */
  readonly many: boolean;
  /** What a table's columns are called, by label; that of the number is `Value`. */
  readonly columns: Readonly<Record<string, string>>;
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
  timeseries: ({ limits, unit, many, queries }) => {
    const { scheme, overrides } = seriesColours(queries, limits);
    const builder = new TimeseriesBuilder()
      .drawStyle(GraphDrawStyle.Line)
      .showPoints(VisibilityMode.Never)
      .lineWidth(2)
      // Areas over one another mix their colours.
      .fillOpacity(queries.length === 1 && !givesMany(queries[0]) ? 10 : 0)
      .axisSoftMin(leastBottom(unit, limits))
      .legend(legend({ beside: many, worst: limits?.bad === "below" ? "least" : "greatest" }))
      .tooltip(tooltip())
      .colorScheme(scheme)
      .overrides(overrides);
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
          // Others begin in nearly the page's own colour, and a few very slow calls among thousands are to be seen.
          .scheme("Cividis")
          // The builder leaves it at 0, which is no colour at all.
          .steps(64),
      )
      .yAxis(new YAxisConfigBuilder().unit(unit))
      .cellGap(0)
      .cellValues(new CellValuesBuilder().unit("reqps")),
  table: ({ columns }) =>
    new TableBuilder().withTransformation(organized(columns)).colorScheme(byThreshold()),
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

/** An instant query's rows all carry the same time. */
function organized(renameByName: Look["columns"]) {
  return {
    id: "organize",
    options: { excludeByName: { Time: true, __name__: true, job: true, env: true }, renameByName },
  };
}
