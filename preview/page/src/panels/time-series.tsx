import { useTheme2, TimeSeries, TooltipPlugin, ZoomPlugin, KeyboardPlugin } from "@grafana/ui";
import { DashboardCursorSync } from "@grafana/data";
import {
  LegendDisplayMode,
  SortOrder,
  TooltipDisplayMode,
  type VizLegendOptions,
  type VizTooltipOptions,
} from "@grafana/schema";
import { MarksPlugin } from "./marks.tsx";
import { optionsOf, type PanelProps } from "./panel-props.ts";

interface TimeSeriesOptions {
  readonly legend: VizLegendOptions;
  readonly tooltip: VizTooltipOptions;
}

const defaults: TimeSeriesOptions = {
  legend: { displayMode: LegendDisplayMode.List, placement: "bottom", showLegend: true, calcs: [] },
  tooltip: { mode: TooltipDisplayMode.Single, sort: SortOrder.None },
};

/** Lines, areas and bars over time. */
export function TimeSeriesPanel(props: PanelProps): React.JSX.Element {
  const { panel, frames, range, timeZone, width, height, marks, onRange } = props;
  const theme = useTheme2();
  const { legend, tooltip } = optionsOf(panel, defaults);
  return (
    <TimeSeries
      frames={frames}
      timeRange={range}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={{ ...defaults.legend, ...legend }}
      options={{ marks }}
    >
      {(config, aligned) => (
        <>
          <KeyboardPlugin config={config} />
          <ZoomPlugin
            config={config}
            onZoom={({ from, to }) => {
              onRange(from, to);
            }}
          />
          {tooltip.mode === TooltipDisplayMode.None ? null : (
            <TooltipPlugin
              config={config}
              data={aligned}
              frames={frames}
              mode={tooltip.mode}
              sortOrder={tooltip.sort}
              sync={() => DashboardCursorSync.Crosshair}
              timeZone={timeZone}
            />
          )}
          <MarksPlugin config={config} marks={marks} theme={theme} />
        </>
      )}
    </TimeSeries>
  );
}
