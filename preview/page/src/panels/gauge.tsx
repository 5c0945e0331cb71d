import {
  formattedValueToString,
  getActiveThreshold,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  ThresholdsMode,
  VizOrientation,
  type FieldDisplay,
  type GrafanaTheme2,
  type ReduceDataOptions,
} from "@grafana/data";
import { useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from "@grafana/ui";
import { fieldConfigOf, replacer } from "../data/panel-data.ts";
import { optionsOf, type PanelProps } from "./panel-props.ts";

const defaults = {
  reduceOptions: {
    calcs: ["lastNotNull"],
    values: false,
    fields: "",
  } satisfies ReduceDataOptions as ReduceDataOptions,
};

/** A dial for each value. */
export function GaugePanel({
  panel,
  frames,
  timeZone,
  width,
  height,
  choices,
}: PanelProps): React.JSX.Element {
  const theme = useTheme2();
  const values = (): FieldDisplay[] =>
    getFieldDisplayValues({
      data: frames,
      fieldConfig: fieldConfigOf(panel),
      reduceOptions: optionsOf(panel, defaults).reduceOptions,
      replaceVariables: replacer(choices),
      theme,
      timeZone,
    });
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, count, ...size }: VizRepeaterRenderValueProps<FieldDisplay, unknown>) => (
        <Dial value={value} named={count > 1} theme={theme} {...size} />
      )}
      width={width}
      height={height}
      source={frames}
      renderCounter={0}
      autoGrid
      orientation={VizOrientation.Auto}
    />
  );
}

const [start, sweep] = [-210, 240];

function Dial({
  value,
  named,
  width,
  height,
  theme,
}: {
  readonly value: FieldDisplay;
  readonly named: boolean;
  readonly width: number;
  readonly height: number;
  readonly theme: GrafanaTheme2;
}): React.JSX.Element {
  const { display, field } = value;
  const [min, max] = [field.min ?? 0, field.max ?? 100];
  const share = Math.min(1, Math.max(0, (display.numeric - min) / (max - min || 1)));
  const radius = Math.max(8, Math.min(width / 2, (height - (named ? 20 : 0)) / 1.55) - 4);
  const [x, y, thick] = [width / 2, radius + 4, radius * 0.22];
  const ticks = (field.thresholds?.steps ?? []).flatMap(({ value: from }, i, steps) => {
    const to = steps[i + 1]?.value ?? Infinity;
    const color = theme.visualization.getColorByName(steps[i]?.color ?? "green");
    const at = (limit: number): number =>
      field.thresholds?.mode === ThresholdsMode.Percentage ? limit / 100 : (limit - min) / (max - min || 1);
    const [a, b] = [Math.max(0, at(from)), Math.min(1, at(to))];
    return b > a ? [{ a, b, color }] : [];
  });
  const active = field.thresholds && getActiveThreshold(display.numeric, field.thresholds.steps);
  const color = display.color ?? theme.visualization.getColorByName(active?.color ?? "green");
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${display.title ?? ""} ${formattedValueToString(display)}`}
    >
      {ticks.map((tick) => (
        <Arc key={tick.a} x={x} y={y} r={radius - 2} width={3} from={tick.a} to={tick.b} color={tick.color} />
      ))}
      <Arc
        x={x}
        y={y}
        r={radius - 6 - thick / 2}
        width={thick}
        from={0}
        to={1}
        color={theme.colors.background.secondary}
      />
      <Arc x={x} y={y} r={radius - 6 - thick / 2} width={thick} from={0} to={share} color={color} />
      <text
        x={x}
        y={y + radius * 0.1}
        textAnchor="middle"
        fontSize={radius * 0.36}
        fontWeight={500}
        fill={color}
      >
        {formattedValueToString(display)}
      </text>
      {named ? (
        <text x={x} y={height - 4} textAnchor="middle" fontSize={13} fill={theme.colors.text.primary}>
          {display.title}
        </text>
      ) : null}
    </svg>
  );
}

function Arc({
  x,
  y,
  r,
  width,
  from,
  to,
  color,
}: Readonly<Record<"x" | "y" | "r" | "width" | "from" | "to", number>> & {
  readonly color: string;
}): React.JSX.Element {
  const point = (share: number): string => {
    const angle = ((start + sweep * share) * Math.PI) / 180;
    return `${x + r * Math.cos(angle)} ${y + r * Math.sin(angle)}`;
  };
  const large = (to - from) * sweep > 180 ? 1 : 0;
  return (
    <path
      d={`M ${point(from)} A ${r} ${r} 0 ${large} 1 ${point(to)}`}
      fill="none"
      stroke={color}
      strokeWidth={width}
    />
  );
}
