import {
  dateTimeFormat,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
  type DisplayValue,
  type Field,
  type GrafanaTheme2,
  type TimeRange,
} from "@grafana/data";
import {
  AxisPlacement,
  LegendDisplayMode,
  ScaleDirection,
  ScaleOrientation,
  VisibilityMode,
} from "@grafana/schema";
import {
  UPlotChart,
  UPlotConfigBuilder,
  useTheme2,
  VizLayout,
  VizLegend,
  type VizLegendItem,
} from "@grafana/ui";
import { useCallback, useMemo } from "react";
import type uPlot from "uplot";
import { HoverPlugin } from "./hover.tsx";
import { MarksPlugin } from "./marks.tsx";
import { optionsOf, type PanelProps } from "./panel-props.ts";

/** A stretch of time in which something was in one state; milliseconds. */
interface State {
  readonly from: number;
  readonly to: number;
  readonly value: DisplayValue;
}

interface Row {
  readonly name: string;
  readonly states: readonly State[];
}

const defaults = {
  mergeValues: true,
  showValue: VisibilityMode.Auto,
  rowHeight: 0.9,
  legend: { showLegend: true, placement: "bottom" as const },
};

/** A row for each series, coloured by the state that it was in. */
export function StateTimelinePanel(props: PanelProps): React.JSX.Element {
  const { panel, frames, range, timeZone, width, height, marks } = props;
  const theme = useTheme2();
  const { mergeValues, showValue, rowHeight, legend } = optionsOf(panel, defaults);
  const rows = useMemo(() => rowsOf(frames, mergeValues), [frames, mergeValues]);
  const config = useMemo(
    () =>
      build(rows, {
        range,
        timeZone,
        theme,
        rowHeight,
        words: showValue !== VisibilityMode.Never,
        fill: fillOf(frames),
      }),
    [rows, frames, range, timeZone, theme, rowHeight, showValue],
  );
  const describe = useCallback(
    (time: number, y: number) => {
      const row = rows[Math.floor(y)];
      const state = row?.states.find(({ from, to }) => time >= from && time < to);
      if (!row || !state) return undefined;
      const at = (moment: number): string => dateTimeFormat(moment, { timeZone });
      return {
        title: row.name,
        lines: [formattedValueToString(state.value), `${at(state.from)} – ${at(state.to)}`],
      };
    },
    [rows, timeZone],
  );
  const items = legend.showLegend ? legendItems(rows) : [];
  return (
    <VizLayout
      width={width}
      height={height}
      legend={
        items.length === 0 ? null : (
          <VizLayout.Legend placement={legend.placement}>
            <VizLegend
              items={items}
              placement={legend.placement}
              displayMode={LegendDisplayMode.List}
              readonly
            />
          </VizLayout.Legend>
        )
      }
    >
      {(innerWidth, innerHeight) => (
        <UPlotChart
          config={config}
          data={[
            [range.from.valueOf(), range.to.valueOf()],
            [null, null],
          ]}
          width={innerWidth}
          height={innerHeight}
        >
          <HoverPlugin config={config} describe={describe} />
          <MarksPlugin config={config} marks={marks} theme={theme} />
        </UPlotChart>
      )}
    </VizLayout>
  );
}

/** The rows of a timeline, the first one at the top. */
export function rowsOf(frames: readonly DataFrame[], merge: boolean): readonly Row[] {
  return frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    const others = frame.fields.filter((field) => field !== time);
    return time === undefined
      ? []
      : others.map((field) => ({
          name: getFieldDisplayName(field, frame, [...frames]),
          states: statesOf(time, field, merge),
        }));
  });
}

function statesOf(time: Field, field: Field, merge: boolean): readonly State[] {
  const states: { from: number; to: number; value: DisplayValue }[] = [];
  const interval = time.config.interval ?? 0;
  time.values.forEach((from: number, i) => {
    const raw: unknown = field.values[i];
    if (raw === null || raw === undefined || field.display === undefined) return;
    const value = field.display(raw);
    const next = (time.values[i + 1] as number | undefined) ?? from + interval;
    // Where samples are missing there is a gap.
    const to = interval > 0 ? Math.min(next, from + interval) : next;
    const last = states.at(-1);
    if (merge && last?.to === from && last.value.text === value.text && last.value.color === value.color)
      last.to = to;
    else states.push({ from, to, value });
  });
  return states;
}

function fillOf(frames: readonly DataFrame[]): number {
  const custom = frames[0]?.fields.at(-1)?.config.custom as { fillOpacity?: number } | undefined;
  return (custom?.fillOpacity ?? 70) / 100;
}

function legendItems(rows: readonly Row[]): VizLegendItem[] {
  const values = rows.flatMap(({ states }) => states.map(({ value }) => value));
  const byText = new Map(values.map((value) => [formattedValueToString(value), value.color ?? "gray"]));
  return [...byText].map(([label, color]) => ({ label, color, yAxis: 1 }));
}

interface Look {
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly theme: GrafanaTheme2;
  readonly rowHeight: number;
  readonly words: boolean;
  readonly fill: number;
}

function build(rows: readonly Row[], look: Look): UPlotConfigBuilder {
  const { range, timeZone, theme } = look;
  const builder = new UPlotConfigBuilder(timeZone);
  builder.addScale({
    scaleKey: "x",
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [range.from.valueOf(), range.to.valueOf()],
  });
  builder.addScale({
    scaleKey: "y",
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Down,
    range: () => [0, rows.length],
  });
  builder.addAxis({ scaleKey: "x", isTime: true, placement: AxisPlacement.Bottom, timeZone, theme });
  builder.addAxis({
    scaleKey: "y",
    placement: AxisPlacement.Left,
    theme,
    splits: rows.map((_, i) => i + 0.5),
    values: rows.map(({ name }) => name),
    grid: { show: false },
    ticks: { show: false },
  });
  builder.addSeries({
    scaleKey: "y",
    pathBuilder: () => null,
    pointsBuilder: () => undefined,
    theme,
  });
  builder.addHook("draw", (plot) => {
    drawRows(plot, rows, look);
  });
  return builder;
}

function drawRows(plot: uPlot, rows: readonly Row[], { theme, rowHeight, words, fill }: Look): void {
  const { ctx, bbox } = plot;
  const [left, right] = [bbox.left, bbox.left + bbox.width];
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px ${theme.typography.fontFamily}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  rows.forEach(({ states }, i) => {
    const top = plot.valToPos(i + (1 - rowHeight) / 2, "y", true);
    const height = plot.valToPos(i + (1 + rowHeight) / 2, "y", true) - top;
    for (const { from, to, value } of states) {
      const a = Math.max(left, plot.valToPos(from, "x", true));
      const b = Math.min(right, plot.valToPos(to, "x", true));
      if (b <= a) continue;
      const color = value.color ?? theme.colors.text.secondary;
      ctx.globalAlpha = fill;
      ctx.fillStyle = color;
      ctx.fillRect(a, top, b - a, height);
      ctx.globalAlpha = 1;
      const text = formattedValueToString(value);
      if (!words || ctx.measureText(text).width > b - a - 8 * devicePixelRatio) continue;
      ctx.fillStyle = theme.colors.getContrastText(color);
      ctx.fillText(text, a + 4 * devicePixelRatio, top + height / 2);
    }
  });
  ctx.restore();
}
