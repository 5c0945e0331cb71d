import { rangeUtil, type TimeRange } from "@grafana/data";
import type { AnnotationQuery, DataSourceRef } from "../dashboard/dashboard.ts";
import { queryRange, type Series } from "../server.ts";
import type { Choices } from "../variables/chosen.ts";
import { interpolate, promql } from "../variables/interpolate.ts";
import { fillLabels } from "./frames.ts";

/** A moment or a stretch of time on a graph; milliseconds since 1970. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly text: string;
  /** Name of a colour, as the file has it. */
  readonly color: string;
}

/** Whether a query is for Grafana's own database, which a page without a Grafana does not have. */
export function isGrafanaOwn(reference: DataSourceRef | undefined): boolean {
  if (typeof reference === "string") return reference === "-- Grafana --";
  return (
    reference?.type === "grafana" || reference?.type === "datasource" || reference?.uid === "-- Grafana --"
  );
}

/** What a dashboard's annotation queries find in a time range. */
export async function findMarks(
  queries: readonly AnnotationQuery[],
  range: TimeRange,
  choices: Choices,
): Promise<readonly Mark[]> {
  const asked = queries.filter(
    ({ enable, expr, datasource }) => enable !== false && expr && !isGrafanaOwn(datasource),
  );
  const found = await Promise.all(asked.map((query) => marksOf(query, range, choices)));
  return found.flat().sort((a, b) => a.from - b.from);
}

async function marksOf(query: AnnotationQuery, range: TimeRange, choices: Choices): Promise<readonly Mark[]> {
  const length = range.to.diff(range.from, "seconds");
  const wanted = rangeUtil.intervalToSeconds(
    query.step === undefined || query.step === "" ? "60s" : query.step,
  );
  const step = Math.max(wanted, Math.ceil(length / 11_000));
  const aligned = (seconds: number): number => Math.floor(seconds / step) * step;
  const series = await queryRange(
    interpolate(query.expr ?? "", choices, promql),
    aligned(range.from.unix()),
    aligned(range.to.unix()),
    step,
  );
  return series.flatMap((one) =>
    query.useValueForTime === true
      ? moments(one, range).map((at) => mark(query, one, at, at))
      : stretches(one, step).map(([from, to]) => mark(query, one, from * 1000, to * 1000)),
  );
}

/** Each time that is a value, once; those of before the range are not on the graph. */
function moments({ values }: Series, range: TimeRange): readonly number[] {
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  return [...new Set(values.map(([, value]) => Number(value)))].filter((at) => at >= from && at <= to);
}

/** Points that follow one another are one stretch; 0 means that there is nothing. */
function stretches({ values }: Series, step: number): [number, number][] {
  const found: [number, number][] = [];
  for (const [time, value] of values) {
    if (Number(value) === 0) continue;
    const last = found.at(-1);
    if (last && time - last[1] <= step) last[1] = time;
    else found.push([time, time]);
  }
  return found;
}

function mark(query: AnnotationQuery, { metric }: Series, from: number, to: number): Mark {
  return {
    from,
    to,
    title: query.titleFormat ? fillLabels(query.titleFormat, metric) : (query.name ?? ""),
    text: query.textFormat ? fillLabels(query.textFormat, metric) : "",
    color: query.iconColor ?? "red",
  };
}
