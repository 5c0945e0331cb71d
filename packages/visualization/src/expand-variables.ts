import { builtIn, nameOf, reference } from "./variable-reference.ts";

/**
 * A panel's query with every variable of Grafana's filled in, so that Prometheus can parse and answer it: as wide a
 * choice as there is, on a short stretch of time.
 */
export function expanded(query: string): string {
  let [text, from] = ["", 0];
  for (const match of query.matchAll(reference)) {
    text += query.slice(from, match.index) + (builtIn[nameOf(match)] ?? ".*");
    from = match.index + match[0].length;
  }
  return text + query.slice(from);
}
