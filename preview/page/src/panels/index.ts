import { BarGaugePanel } from "./bar-gauge.tsx";
import { GaugePanel } from "./gauge.tsx";
import { HeatmapPanel } from "./heatmap.tsx";
import type { PanelProps } from "./panel-props.ts";
import { StatPanel } from "./stat.tsx";
import { StateTimelinePanel } from "./state-timeline.tsx";
import { TablePanel } from "./table.tsx";
import { TextPanel } from "./text.tsx";
import { TimeSeriesPanel } from "./time-series.tsx";

/** What draws each kind of panel, by Grafana's name for it. */
export const panels: Readonly<Record<string, React.ComponentType<PanelProps>>> = {
  stat: StatPanel,
  timeseries: TimeSeriesPanel,
  bargauge: BarGaugePanel,
  gauge: GaugePanel,
  table: TablePanel,
  "state-timeline": StateTimelinePanel,
  heatmap: HeatmapPanel,
  text: TextPanel,
};

/** Kinds of panels that ask nothing. */
export const wordsOnly: ReadonlySet<string> = new Set(["text"]);
