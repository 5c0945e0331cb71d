import { PanelBuilder as BarsBuilder } from "@grafana/grafana-foundation-sdk/bargauge";
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphDrawStyle,
  ReduceDataOptionsBuilder,
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
import { bySeries, byThreshold, drawnThresholds, legend, tooltip } from "./house-style.ts";
import type { PanelKind } from "./panel.ts";

/** A builder of any kind of panel: what all of them can. */
export type AnyPanelBuilder =
  StatBuilder | TimeseriesBuilder | HeatmapBuilder | TableBuilder | BarsBuilder | StatesBuilder;

/** What the look of a panel depends on. */
export interface Look {
  readonly title: string;
  readonly unit: string;
  readonly hasLimits: boolean;
}

const latest = (): ReduceDataOptionsBuilder => new ReduceDataOptionsBuilder().calcs(["lastNotNull"]);

/** Each kind of panel in the house style, before it has a title and a query. */
export const builders: Readonly<Record<PanelKind, (look: Look) => AnyPanelBuilder>> = {
  stat: () =>
    new StatBuilder()
      .reduceOptions(latest())
      .colorMode(BigValueColorMode.Value)
      .graphMode(BigValueGraphMode.Area)
      .colorScheme(byThreshold()),
  timeseries: ({ hasLimits }) => {
    const builder = new TimeseriesBuilder()
      .drawStyle(GraphDrawStyle.Line)
      .showPoints(VisibilityMode.Never)
      .fillOpacity(10)
      .axisSoftMin(0)
      .legend(legend())
      .tooltip(tooltip())
      .colorScheme(bySeries());
    return hasLimits ? builder.thresholdsStyle(drawnThresholds()) : builder;
  },
  heatmap: ({ unit }) =>
    new HeatmapBuilder()
      .calculate(false)
      .showValue(VisibilityMode.Never)
      .color(
        new HeatmapColorOptionsBuilder()
          .mode(HeatmapColorMode.Scheme)
          .scale(HeatmapColorScale.Exponential)
          .scheme("Oranges"),
      )
      .yAxis(new YAxisConfigBuilder().unit(unit))
      .cellValues(new CellValuesBuilder().unit("reqps")),
  table: ({ title }) => new TableBuilder().withTransformation(columns(title)).colorScheme(byThreshold()),
  bars: () =>
    new BarsBuilder()
      .reduceOptions(latest())
      .orientation(VizOrientation.Horizontal)
      .colorScheme(byThreshold()),
  states: () =>
    new StatesBuilder()
      .mergeValues(true)
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
