import { dateMath, dateTime, rangeUtil, type RawTimeRange, type TimeRange } from "@grafana/data";

/** What the page shows, as its address says it; the same words as Grafana's, so that links lead here and there alike. */
export interface Address {
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** The address of the page now. */
export function currentAddress(): Address {
  return { path: location.pathname, parameters: new URLSearchParams(location.search) };
}

/** The uid of the dashboard that an address is of. */
export function dashboardUid({ path }: Address): string | undefined {
  const [, uid] = /^\/d\/([^/]+)/.exec(path) ?? [];
  return uid === undefined ? undefined : decodeURIComponent(uid);
}

/** Values of variables: `var-service=a&var-service=b`. */
export function wantedVariables({ parameters }: Address): ReadonlyMap<string, readonly string[]> {
  const names = [...parameters.keys()].filter((key) => key.startsWith("var-"));
  return new Map(names.map((key) => [key.slice(4), parameters.getAll(key)]));
}

/** The time range of an address, else the dashboard's own, else the last six hours. */
export function rawRange(
  { parameters }: Address,
  own: { from: string; to: string } | undefined,
): RawTimeRange {
  const read = (key: "from" | "to", fallback: string): RawTimeRange["from"] => {
    const text = parameters.get(key) ?? own?.[key] ?? fallback;
    if (text.startsWith("now")) return dateMath.isValid(text) ? text : fallback;
    const time = dateTime(/^\d+$/.test(text) ? Number(text) : text);
    return time.isValid() ? time : fallback;
  };
  return { from: read("from", "now-6h"), to: read("to", "now") };
}

/** A time range as moments, counted from now. */
export function momentsOf(raw: RawTimeRange, timeZone: string): TimeRange {
  return rangeUtil.convertRawToRange(raw, timeZone);
}

/** A bound of a time range as an address has it. */
export function boundText(bound: RawTimeRange["from"]): string {
  return typeof bound === "string" ? bound : String(bound.valueOf());
}

/** The address with some parameters changed; a list gives a parameter several times, undefined drops it. */
export function changed(
  { path, parameters }: Address,
  changes: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const next = new URLSearchParams(parameters);
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    for (const one of typeof value === "string" ? [value] : (value ?? [])) next.append(key, one);
  }
  const text = next.toString();
  return text === "" ? path : `${path}?${text}`;
}
