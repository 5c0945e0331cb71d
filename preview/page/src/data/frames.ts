import { FieldType, type DataFrame, type Field } from "@grafana/data";
import type { Series } from "../server.ts";

/** What an answer is made into. */
export interface Answered {
  readonly refId: string;
  readonly series: readonly Series[];
  /** Grafana's template for a series' name; empty for all of its labels. */
  readonly legend: string;
  /** Milliseconds between two points. */
  readonly stepMs: number;
}

/** A frame for each series: its times and its values. */
export function timeSeriesFrames({ refId, series, legend, stepMs }: Answered): DataFrame[] {
  return series.map(({ metric, values }) => {
    const name = seriesName(metric, legend);
    const { __name__: _, ...labels } = metric;
    return {
      refId,
      name,
      length: values.length,
      fields: [
        timeField(
          values.map(([time]) => time * 1000),
          stepMs,
        ),
        {
          name: "Value",
          type: FieldType.number,
          labels,
          config: { displayNameFromDS: name },
          values: values.map(([, value]) => numberOf(value)),
        },
      ],
    };
  });
}

/** One frame with a column for each label, as tables want it. @param many whether the panel has several queries */
export function tableFrame({ refId, series }: Answered, many: boolean): DataFrame {
  const labels = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].sort();
  const rows = series.flatMap(({ metric, values }) =>
    values.map(([time, value]) => ({ metric, time, value })),
  );
  const columns: Field[] = labels.map((label) => ({
    name: label,
    type: FieldType.string,
    config: { filterable: true },
    values: rows.map(({ metric }) => metric[label] ?? ""),
  }));
  return {
    refId,
    length: rows.length,
    fields: [
      timeField(rows.map(({ time }) => time * 1000)),
      ...columns,
      {
        name: many ? `Value #${refId}` : "Value",
        type: FieldType.number,
        config: {},
        values: rows.map(({ value }) => numberOf(value)),
      },
    ],
  };
}

/** Buckets of a histogram, each without those below it, from the lowest up. */
export function bucketFrames(answered: Answered): DataFrame[] {
  const buckets = answered.series.toSorted((a, b) => bound(a) - bound(b));
  const below = new Map<number, number>();
  const series = buckets.map(({ metric, values }) => ({
    metric,
    values: values.map(([time, value]): [number, string] => {
      const [total, before] = [Number(value), below.get(time) ?? 0];
      below.set(time, total);
      // Rates of buckets are not taken at the same moment, so that a difference may come out a little below 0.
      return [time, String(Math.max(0, total - before))];
    }),
  }));
  return timeSeriesFrames({ ...answered, series });
}

function bound({ metric }: Series): number {
  const le = metric["le"] ?? "+Inf";
  return le === "+Inf" ? Infinity : Number(le);
}

function timeField(values: number[], interval?: number): Field {
  return {
    name: "Time",
    type: FieldType.time,
    config: interval === undefined ? {} : { interval },
    values,
  };
}

function numberOf(text: string): number | null {
  if (text === "NaN") return null;
  return Number(text.replace("Inf", "Infinity"));
}

/** What a series is called: the template with its labels filled in. */
export function seriesName(metric: Readonly<Record<string, string>>, legend: string): string {
  if (legend !== "" && legend !== "__auto") return fillLabels(legend, metric);
  const { __name__ = "", ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 && __name__ !== "" ? __name__ : `${__name__}{${pairs.join(", ")}}`;
}

/** A template with labels in the place of `{{label}}`; nothing in the place of one that is missing. */
export function fillLabels(template: string, labels: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => labels[label] ?? "");
}
