import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  FieldConfigOptionsRegistry,
  transformDataFrame,
  type DataFrame,
  type FieldConfigSource,
  type GrafanaTheme2,
  type InterpolateFunction,
  type ScopedVars,
  type TimeRange,
} from "@grafana/data";
import { lastValueFrom } from "rxjs";
import type { Panel, Target } from "../dashboard/dashboard.ts";
import { queryAt, queryRange } from "../server.ts";
import { plain, type Choices } from "../variables/chosen.ts";
import { interpolate, promql } from "../variables/interpolate.ts";
import { fieldDefaults, standardDefaults } from "./field-defaults.ts";
import { bucketFrames, tableFrame, timeSeriesFrames, type Answered } from "./frames.ts";
import { customSettings, standardSettings } from "./registries.ts";
import { stepOf, stepVariables } from "./step.ts";

/** What a panel asks with. */
export interface Asking {
  readonly range: TimeRange;
  readonly choices: Choices;
  /** Width of the panel: no more points are asked for than it has pixels. */
  readonly pixels: number;
  readonly scrapeInterval: string;
}

/** The answers to a panel's queries as frames, before any transformation. */
export async function askPanel(panel: Panel, asking: Asking): Promise<DataFrame[]> {
  const targets = (panel.targets ?? []).filter(({ hide, expr }) => hide !== true && (expr ?? "") !== "");
  const answers = await Promise.all(targets.map((target) => askTarget(panel, target, asking)));
  const tables = targets.filter(({ format }) => format === "table").length;
  return answers.flatMap(({ answered, format }) => {
    if (format === "table") return [tableFrame(answered, tables > 1)];
    return format === "heatmap" ? bucketFrames(answered) : timeSeriesFrames(answered);
  });
}

async function askTarget(panel: Panel, target: Target, asking: Asking) {
  const { range, choices, scrapeInterval } = asking;
  const least = interpolate(
    filled(target.interval) ?? filled(panel.interval) ?? scrapeInterval,
    choices,
  ).replace(/^>/, "");
  const step = stepOf(range, panel.maxDataPoints ?? asking.pixels, least);
  const known = new Map([...choices, ...stepVariables(step, scrapeInterval)]);
  const query = interpolate(target.expr ?? "", known, promql);
  const instant = target.instant === true && target.range !== true;
  // From a multiple of the step on, so that the points stay where they are while time goes on.
  const aligned = (seconds: number): number => Math.floor(seconds / step.seconds) * step.seconds;
  const series = instant
    ? await queryAt(query, range.to.unix())
    : await queryRange(query, aligned(range.from.unix()), aligned(range.to.unix()), step.seconds);
  const answered: Answered = {
    refId: target.refId ?? "A",
    series,
    legend: interpolate(target.legendFormat ?? "", known),
    stepMs: step.seconds * 1000,
  };
  return { answered, format: target.format };
}

function filled(text: string | null | undefined): string | undefined {
  return text === null || text === "" ? undefined : text;
}

/** What frames are made ready to be drawn with. */
export interface Preparing {
  readonly choices: Choices;
  readonly theme: GrafanaTheme2;
  readonly timeZone: string;
}

/** Frames as the panel wants them: transformed, and with every field's unit, colours, words and settings. */
export async function prepare(
  panel: Panel,
  frames: readonly DataFrame[],
  { choices, theme, timeZone }: Preparing,
): Promise<DataFrame[]> {
  const replaceVariables = replacer(choices);
  const transformed = await lastValueFrom(
    transformDataFrame([...(panel.transformations ?? [])], [...frames], { interpolate: replaceVariables }),
  );
  const data = applyFieldOverrides({
    data: transformed,
    fieldConfig: fieldConfigOf(panel),
    fieldConfigRegistry: new FieldConfigOptionsRegistry(() => [
      ...standardSettings(),
      ...customSettings(fieldDefaults[panel.type] ?? {}),
    ]),
    replaceVariables,
    theme,
    timeZone,
  });
  cacheFieldDisplayNames(data);
  return data;
}

/** A panel's settings of its fields, with Grafana's own where the file says nothing. */
export function fieldConfigOf({ fieldConfig, type }: Panel): FieldConfigSource {
  return {
    defaults: { ...standardDefaults(type), ...fieldConfig?.defaults },
    overrides: fieldConfig?.overrides ?? [],
  };
}

/** Fills in variables, and what a text may mention of the field that it is for. */
export function replacer(choices: Choices): InterpolateFunction {
  return (text, scoped) => (text ? interpolate(text, new Map([...choices, ...ofField(scoped)])) : "");
}

function ofField(scoped: ScopedVars | undefined): Choices {
  const context = (scoped?.["__dataContext"]?.value ?? {}) as {
    readonly field?: { readonly name: string; readonly labels?: Record<string, string> };
    readonly frame?: { readonly name?: string };
  };
  const { field, frame } = context;
  const labels = Object.entries(field?.labels ?? {});
  return new Map([
    ...labels.map(([label, value]) => [`__field.labels.${label}`, plain(value)] as const),
    ["__field.name", plain(field?.name ?? "")] as const,
    ["__series.name", plain(frame?.name ?? "")] as const,
  ]);
}
