import {
  getDisplayProcessor,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  VizOrientation,
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  type ReduceDataOptions,
} from "@grafana/data";
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  type VizTextDisplayOptions,
} from "@grafana/schema";
import { BarGauge, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from "@grafana/ui";
import { fieldConfigOf, replacer } from "../data/panel-data.ts";
import { optionsOf, type PanelProps } from "./panel-props.ts";

interface BarGaugeOptions {
  readonly reduceOptions: ReduceDataOptions;
  readonly orientation: VizOrientation;
  readonly displayMode: BarGaugeDisplayMode;
  readonly valueMode: BarGaugeValueMode;
  readonly namePlacement: BarGaugeNamePlacement;
  readonly showUnfilled: boolean;
  readonly sizing: "auto" | "manual";
  readonly minVizWidth: number;
  readonly minVizHeight: number;
  readonly maxVizHeight: number;
  readonly text?: VizTextDisplayOptions;
}

const defaults: BarGaugeOptions = {
  reduceOptions: { calcs: ["lastNotNull"], values: false, fields: "" },
  orientation: VizOrientation.Auto,
  displayMode: BarGaugeDisplayMode.Gradient,
  valueMode: BarGaugeValueMode.Color,
  namePlacement: BarGaugeNamePlacement.Auto,
  showUnfilled: true,
  sizing: "auto",
  minVizWidth: 8,
  minVizHeight: 16,
  maxVizHeight: 300,
};

/** A bar for each value. */
export function BarGaugePanel({
  panel,
  frames,
  timeZone,
  width,
  height,
  choices,
}: PanelProps): React.JSX.Element {
  const theme = useTheme2();
  const options = optionsOf(panel, defaults);
  const horizontal =
    options.orientation === VizOrientation.Horizontal ||
    (options.orientation === VizOrientation.Auto && width <= height);
  // Bars that lie keep a height at which their names can be read; the panel scrolls where they are too many.
  const least = options.sizing === "manual" ? options.minVizHeight : horizontal ? 16 : 10;
  const values = (): FieldDisplay[] =>
    getFieldDisplayValues({
      data: frames,
      fieldConfig: fieldConfigOf(panel),
      reduceOptions: options.reduceOptions,
      replaceVariables: replacer(choices),
      theme,
      timeZone,
    });
  const render = ({
    value,
    alignmentFactors,
    count,
    ...place
  }: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>): React.JSX.Element => {
    const { display, field, view, colIndex } = value;
    const column =
      view === undefined || colIndex === undefined ? undefined : view.getFieldDisplayProcessor(colIndex);
    return (
      <BarGauge
        value={
          count === 1 && panel.title !== undefined && display.title === ""
            ? { ...display, title: undefined }
            : display
        }
        field={field}
        display={column ?? getDisplayProcessor({ field: { config: field }, theme, timeZone })}
        alignmentFactors={alignmentFactors}
        displayMode={options.displayMode}
        valueDisplayMode={options.valueMode}
        namePlacement={options.namePlacement}
        showUnfilled={options.showUnfilled}
        itemSpacing={10}
        lcdCellWidth={12}
        isOverflow={false}
        {...(options.text && { text: options.text })}
        {...place}
        theme={theme}
      />
    );
  };
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={render}
      width={width}
      height={height}
      source={frames}
      itemSpacing={10}
      renderCounter={0}
      minVizWidth={options.minVizWidth}
      minVizHeight={least}
      maxVizHeight={options.maxVizHeight}
      orientation={horizontal ? VizOrientation.Horizontal : VizOrientation.Vertical}
    />
  );
}
