import {
  colorManipulator,
  dateTimeFormat,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  getValueFormat,
  type DataFrame,
  type GrafanaTheme2,
  type TimeRange,
} from "@grafana/data";
import { AxisPlacement, ScaleDirection, ScaleOrientation } from "@grafana/schema";
import { UPlotChart, UPlotConfigBuilder, useTheme2, VizLayout } from "@grafana/ui";
import * as schemes from "d3-scale-chromatic";
import { useCallback, useMemo } from "react";
import type uPlot from "uplot";
import { HeatmapScale } from "./heatmap-scale.tsx";
import { HoverPlugin } from "./hover.tsx";
import { MarksPlugin } from "./marks.tsx";
import { optionsOf, type PanelProps } from "./panel-props.ts";

interface HeatmapOptions {
  readonly cellGap: number;
  readonly cellValues: { readonly unit?: string };
  readonly color: {
    readonly mode?: "scheme" | "opacity";
    readonly scheme: string;
    readonly fill: string;
    /** How opacity grows; colours of a scheme stand at equal distances. */
    readonly scale?: "linear" | "exponential";
    readonly exponent: number;
    readonly steps: number;
    readonly reverse: boolean;
  };
  readonly filterValues: { readonly le?: number };
  readonly legend: { readonly show: boolean };
  readonly yAxis: { readonly unit?: string; readonly decimals?: number; readonly reverse?: boolean };
}

const color = {
  scheme: "Oranges",
  fill: "dark-orange",
  scale: "exponential",
  exponent: 0.5,
  steps: 64,
  reverse: false,
} as const;
const defaults: HeatmapOptions = {
  cellGap: 1,
  cellValues: {},
  color,
  filterValues: { le: 1e-9 },
  legend: { show: true },
  yAxis: {},
};

/** Buckets of a histogram over time, all on one axis, from the lowest up. */
interface Buckets {
  readonly names: readonly string[];
  readonly times: readonly number[];
  /** By bucket, then by time. */
  readonly counts: readonly (readonly (number | null)[])[];
  readonly interval: number;
  readonly max: number;
}

/** How many fell into which bucket at which time, by colour. */
export function HeatmapPanel(props: PanelProps): React.JSX.Element {
  const { panel, frames, range, timeZone, width, height, marks } = props;
  const theme = useTheme2();
  const { cellGap, cellValues, filterValues, legend, yAxis, ...rest } = optionsOf(panel, defaults);
  const look = { ...color, ...rest.color };
  const buckets = useMemo(() => bucketsOf(frames), [frames]);
  const palette = useMemo(() => paletteOf(look, theme), [JSON.stringify(look), theme]);
  const least = filterValues.le ?? -Infinity;
  const unit = getValueFormat(yAxis.unit);
  const labels = buckets.names.map((name) =>
    name === "+Inf" || !Number.isFinite(Number(name))
      ? name
      : formattedValueToString(unit(Number(name), yAxis.decimals)),
  );
  const config = useMemo(() => {
    const builder = build(labels, { range, timeZone, theme });
    const colorOf = (count: number): string => shade(palette, count / buckets.max);
    builder.addHook("drawClear", (plot) => {
      drawCells(plot, buckets, { colorOf, gap: cellGap, least });
    });
    return builder;
  }, [buckets, palette, range, timeZone, theme, labels.join(), cellGap, least]);
  const describe = useCallback(
    (time: number, y: number) => {
      const column = buckets.times.findLastIndex((at) => at <= time);
      const [row, count] = [Math.floor(y), buckets.counts[Math.floor(y)]?.[column]];
      if (count === null || count === undefined) return undefined;
      const at = dateTimeFormat(buckets.times[column] ?? time, { timeZone });
      const bounds = `${labels[row - 1] ?? "0"} to ${labels[row] ?? ""}`;
      return { title: at, lines: [`${bounds}: ${Number(count.toPrecision(3))}`] };
    },
    [buckets, labels.join(), timeZone],
  );
  return (
    <VizLayout
      width={width}
      height={height}
      legend={
        legend.show ? (
          <VizLayout.Legend placement="bottom" maxHeight="20%">
            <HeatmapScale palette={palette} max={buckets.max} unit={cellValues.unit} />
          </VizLayout.Legend>
        ) : null
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

function bucketsOf(frames: readonly DataFrame[]): Buckets {
  const rows = frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    const value = frame.fields.find(({ type }) => type === FieldType.number);
    if (time === undefined || value === undefined) return [];
    const values = new Map(time.values.map((at: number, i) => [at, value.values[i] as number | null]));
    return [
      { name: getFieldDisplayName(value, frame, [...frames]), values, interval: time.config.interval ?? 0 },
    ];
  });
  const times = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const counts = rows.map(({ values }) => times.map((at) => values.get(at) ?? null));
  return {
    names: rows.map(({ name }) => name),
    times,
    counts,
    interval: rows[0]?.interval ?? 0,
    max: Math.max(0, ...counts.flat().map((count) => count ?? 0)),
  };
}

/** Colours from few to many. */
function paletteOf(look: HeatmapOptions["color"], theme: GrafanaTheme2): readonly string[] {
  const at = Array.from({ length: look.steps }, (_, i) => i / Math.max(1, look.steps - 1));
  if (look.mode === "opacity") {
    const fill = theme.visualization.getColorByName(look.fill);
    const exponent = look.scale === "exponential" ? look.exponent : 1;
    return at.map((share) => colorManipulator.alpha(fill, share ** exponent));
  }
  const scheme = (schemes as unknown as Record<string, ((share: number) => string) | undefined>)[
    `interpolate${look.scheme}`
  ];
  const backwards = look.reverse || turned[turnOf(look.scheme)](theme);
  return at.map((share) => (scheme ?? schemes.interpolateOranges)(backwards ? 1 - share : share));
}

/** On which pages Grafana turns a scheme round, so that few are near the page's own colour and many are far from it. */
const turned = {
  always: () => true,
  onDark: ({ isDark }: GrafanaTheme2) => isDark,
  onLight: ({ isLight }: GrafanaTheme2) => isLight,
} as const;

function turnOf(scheme: string): keyof typeof turned {
  if (/^(?:BrBG|PiYG|PRGn|PuOr|RdBu|RdGy|RdYl.*|Spectral|Rainbow|Sinebow)$/.test(scheme)) return "always";
  return /^(?:Turbo|Cividis|Viridis|Magma|Inferno|Plasma|Warm|Cool|Cubehelix)$/.test(scheme)
    ? "onLight"
    : "onDark";
}

function shade(palette: readonly string[], share: number): string {
  const scaled = Math.min(1, Math.max(0, share));
  return palette[Math.min(palette.length - 1, Math.floor(scaled * palette.length))] ?? "transparent";
}

function build(
  labels: readonly string[],
  {
    range,
    timeZone,
    theme,
  }: { readonly range: TimeRange; readonly timeZone: string; readonly theme: GrafanaTheme2 },
): UPlotConfigBuilder {
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
    direction: ScaleDirection.Up,
    range: () => [0, Math.max(1, labels.length)],
  });
  builder.addAxis({
    scaleKey: "x",
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone,
    theme,
    grid: { show: false },
  });
  builder.addAxis({
    scaleKey: "y",
    placement: AxisPlacement.Left,
    theme,
    // A bucket's bound is its upper edge; where there are too many, every second or third is written.
    splits: (plot: uPlot) => {
      const least = 16 / Math.max(1, plot.bbox.height / devicePixelRatio / Math.max(1, labels.length));
      const every = Math.max(1, Math.ceil(least));
      return labels.map((_, i) => i + 1).filter((bound) => (labels.length - bound) % every === 0);
    },
    values: (_: uPlot, splits: number[]) => splits.map((bound) => labels[bound - 1] ?? ""),
    grid: { show: false },
  });
  builder.addSeries({
    scaleKey: "y",
    pathBuilder: () => null,
    pointsBuilder: () => undefined,
    theme,
  });
  return builder;
}

interface Cells {
  readonly colorOf: (count: number) => string;
  readonly gap: number;
  /** What is not more than this is left out. */
  readonly least: number;
}

function drawCells(plot: uPlot, buckets: Buckets, { colorOf, gap, least }: Cells): void {
  const { ctx, bbox } = plot;
  const { times, counts, interval } = buckets;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const pixel = gap * devicePixelRatio;
  counts.forEach((row, i) => {
    const [top, bottom] = [plot.valToPos(i + 1, "y", true), plot.valToPos(i, "y", true)];
    row.forEach((count, column) => {
      if (count === null || count <= least) return;
      const at = times[column] ?? 0;
      const [left, right] = [plot.valToPos(at, "x", true), plot.valToPos(at + interval, "x", true)];
      ctx.fillStyle = colorOf(count);
      // Columns without a gap would show a seam where they meet.
      ctx.fillRect(left, top, Math.max(1, right - left - pixel), Math.max(1, bottom - top - pixel));
    });
  });
  ctx.restore();
}
