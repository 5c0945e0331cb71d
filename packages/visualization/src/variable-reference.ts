/** Grafana's own three ways to write a variable: `$name`, `${name.field:format}`, `[[name:format]]`. */
export const reference =
  /\$([a-zA-Z_]\w*)|\$\{([a-zA-Z_]\w*)(?:\.[^:}]+)?(?::[^}]+)?\}|\[\[([a-zA-Z_]\w*)(?::\w+)?\]\]/g;

/** Values that Grafana fills in itself. The intervals are the shortest that it gives at a scrape interval of 15 s. */
export const builtIn: Readonly<Record<string, string>> = {
  __interval: "15s",
  __interval_ms: "15000",
  __rate_interval: "1m",
  __rate_interval_ms: "60000",
  __range: "1h",
  __range_s: "3600",
  __range_ms: "3600000",
  __from: "1700000000000",
  __to: "1700003600000",
};

/** The name in a match of {@link reference}. */
export function nameOf([, plain, braces, brackets]: RegExpExecArray): string {
  return plain ?? braces ?? brackets ?? "";
}
