const words =
  /change[ _-]?me|replace[ _-]?me|to[ _-]?do|fix[ _-]?me|xxx+|your[ _-]?[a-z _-]*(?:key|token|url|password|secret|webhook|here)/;
const variable = /\$\{[^}]*\}|\$\(?[A-Z_][A-Z0-9_]*\)?|%[A-Z_]+%|\{\{[^}]*\}\}/;
const bracket = /<[A-Za-z][\w .-]*>/;

const whole = [words, variable, bracket].map(
  ({ source }, i) => new RegExp(`^(?:${source})$`, i === 0 ? "i" : ""),
);
// In the middle of a URL only what nobody writes there by accident.
const inside = [/change_?me|replace_?me/i, /\$\{[^}]*\}|\{\{[^}]*\}\}/, bracket];

/**
 * Whether a text is a template's placeholder that was never filled in. A password may hold any sign, so of it only
 * the whole is judged (`anywhere: false`).
 */
export function isPlaceholder(value: string, { anywhere }: { readonly anywhere: boolean }): boolean {
  const trimmed = value.trim();
  if (whole.some((pattern) => pattern.test(trimmed))) return true;
  return anywhere && inside.some((pattern) => pattern.test(trimmed));
}
