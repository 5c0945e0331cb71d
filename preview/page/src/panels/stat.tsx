import {
  FieldType,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  VizOrientation,
  type DataFrame,
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  type ReduceDataOptions,
} from "@grafana/data";
import { PercentChangeColorMode, type VizTextDisplayOptions } from "@grafana/schema";
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  useTheme2,
  VizRepeater,
  type VizRepeaterRenderValueProps,
} from "@grafana/ui";
import { fieldConfigOf, replacer } from "../data/panel-data.ts";
import { optionsOf, type PanelProps } from "./panel-props.ts";

interface StatOptions {
  readonly reduceOptions: ReduceDataOptions;
  readonly orientation: VizOrientation;
  readonly colorMode: BigValueColorMode;
  readonly graphMode: BigValueGraphMode;
  readonly justifyMode: BigValueJustifyMode;
  readonly textMode: BigValueTextMode;
  readonly showPercentChange: boolean;
  readonly percentChangeColorMode: PercentChangeColorMode;
  readonly wideLayout: boolean;
  readonly text?: VizTextDisplayOptions;
}

const defaults: StatOptions = {
  reduceOptions: { calcs: ["lastNotNull"], values: false, fields: "" },
  orientation: VizOrientation.Auto,
  colorMode: BigValueColorMode.Value,
  graphMode: BigValueGraphMode.Area,
  justifyMode: BigValueJustifyMode.Auto,
  textMode: BigValueTextMode.Auto,
  showPercentChange: false,
  percentChangeColorMode: PercentChangeColorMode.Standard,
  wideLayout: true,
};

/** Big numbers, each with its course behind it. */
export function StatPanel({
  panel,
  frames,
  range,
  timeZone,
  width,
  height,
  choices,
}: PanelProps): React.JSX.Element {
  const theme = useTheme2();
  const options = optionsOf(panel, defaults);
  const orientation =
    options.orientation !== VizOrientation.Auto
      ? options.orientation
      : width / height > 2
        ? VizOrientation.Vertical
        : VizOrientation.Horizontal;
  const values = (): FieldDisplay[] =>
    getFieldDisplayValues({
      data: frames,
      fieldConfig: fieldConfigOf(panel),
      reduceOptions: options.reduceOptions,
      replaceVariables: replacer(choices),
      sparkline: options.graphMode !== BigValueGraphMode.None && hasCourse(frames),
      percentChange: options.showPercentChange,
      theme,
      timeZone,
    }).map((value) =>
      value.sparkline ? { ...value, sparkline: { ...value.sparkline, timeRange: range } } : value,
    );
  const render = (
    props: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>,
  ): React.JSX.Element => (
    <BigValue
      value={props.value.display}
      count={props.count}
      {...(props.value.sparkline && { sparkline: props.value.sparkline })}
      colorMode={options.colorMode}
      graphMode={options.graphMode}
      justifyMode={options.justifyMode}
      textMode={options.textMode}
      percentChangeColorMode={options.percentChangeColorMode}
      disableWideLayout={!options.wideLayout}
      alignmentFactors={props.alignmentFactors}
      {...(options.text && { text: options.text })}
      width={props.width}
      height={props.height}
      theme={theme}
    />
  );
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={render}
      width={width}
      height={height}
      source={frames}
      itemSpacing={3}
      renderCounter={0}
      autoGrid
      orientation={orientation}
    />
  );
}

function hasCourse(frames: readonly DataFrame[]): boolean {
  return frames.some(
    ({ fields, length }) => length > 1 && fields.some(({ type }) => type === FieldType.time),
  );
}
