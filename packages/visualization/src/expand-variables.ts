// What Grafana puts in before it sends a query: as wide a choice as there is, on a short stretch of time.
const values: readonly (readonly [RegExp, string])[] = [
  [/\$__rate_interval|\$\{__rate_interval\}/g, "1m"],
  [/\$__interval|\$\{__interval\}/g, "15s"],
  [/\$__range_s|\$\{__range_s\}/g, "3600"],
  [/\$__range|\$\{__range\}/g, "1h"],
  [/\$\{\w+(?::\w+)?\}|\$(?!\d)\w+|\[\[\w+\]\]/g, ".*"],
];

/** A panel's query with every variable of Grafana's filled in, so that Prometheus can parse and answer it. */
export function expanded(query: string): string {
  return values.reduce((text, [pattern, value]) => text.replace(pattern, value), query);
}
