const limit = 60;

// What people paste into the wrong key: connection strings, webhooks, tokens.
const sensitive = /^(?=[^]*@)[^]*[:/]|hooks\.slack\.com|passw|secret|token|key=|\bpwd\b/i;

/** A value as a message may show it: quoted, short, and not at all where it may hold a password. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (sensitive.test(text)) return "a text that is not shown, because it may hold a password";
  const short = text.length > limit ? `${text.slice(0, limit)}...` : text;
  return typeof value === "string" ? JSON.stringify(short) : short;
}
