import type { Stand } from "./open-stand.ts";

/** How often and how evenly a job was scraped in the last minute. */
export interface Scrapes {
  readonly count: number;
  /** Longest time between two scrapes, in seconds. */
  readonly widestGap: number;
}

/** The scrapes of a job in a range such as `1m`. */
export async function scrapes(stand: Stand, job: string, range: string): Promise<Scrapes> {
  const query = encodeURIComponent(`up{job="${job}"}[${range}]`);
  const { data } = await stand.json<{ data: { result: { values: [number, string][] }[] } }>(
    "prometheus",
    `/api/v1/query?query=${query}`,
  );
  const times = (data.result[0]?.values ?? []).map(([time]) => time);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  return { count: times.length, widestGap: Math.max(...gaps) };
}
