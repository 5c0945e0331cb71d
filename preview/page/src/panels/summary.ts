import {
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
  type Field,
} from "@grafana/data";

// More would be read out for minutes.
const most = 12;

/** Kinds of panels that are drawn on a canvas, of which a screen reader learns nothing by itself. */
export const drawnOnCanvas: ReadonlySet<string> = new Set(["timeseries", "state-timeline", "heatmap"]);

/** What a graph shows, in words: each series with its bounds and what it is now. */
export function summaryOf(title: string, type: string, frames: readonly DataFrame[]): string {
  const fields = frames.flatMap((frame) =>
    frame.fields
      .filter((field) => field.type !== FieldType.time)
      .map((field) => ({ field, name: getFieldDisplayName(field, frame, [...frames]) })),
  );
  const told = fields.slice(0, most).map(({ field, name }) => `${name} ${courseOf(field, type)}`);
  const rest = fields.length > most ? `; and ${fields.length - most} more` : "";
  return `${title}, ${fields.length} series: ${told.join("; ")}${rest}`;
}

function courseOf(field: Field, type: string): string {
  const values = field.values.filter((value: unknown) => value !== null && value !== undefined) as unknown[];
  const written = (value: unknown): string =>
    field.display ? formattedValueToString(field.display(value)) : String(value);
  const last = values.at(-1);
  if (last === undefined) return "without a value";
  if (type === "state-timeline") {
    const states = [...new Set(values.map(written))];
    return states.length === 1
      ? `always ${states[0] ?? ""}`
      : `at times ${states.join(" and ")}, now ${written(last)}`;
  }
  const numbers = values.map(Number);
  return `from ${written(Math.min(...numbers))} to ${written(Math.max(...numbers))}, now ${written(last)}`;
}
