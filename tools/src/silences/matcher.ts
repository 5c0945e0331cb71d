import { UserError } from "../user-error.ts";

/** A matcher as the API of Alertmanager has it. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** Reads `alertname=McpServerDown`, `severity!=info`, `service=~"crm|ticketing"`, `service!~x`. */
export function parseMatcher(text: string): Matcher {
  const [, name, operator, rest = ""] = /^\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)(.*)$/s.exec(text) ?? [];
  if (name === undefined || operator === undefined) {
    throw new UserError(
      `"${text}" is no matcher; write label=value, label!=value, label=~regex or label!~regex, e.g. alertname=McpServerDown`,
    );
  }
  const value = unquoted(rest.trim());
  if (value === "") throw new UserError(`"${text}" has no value; write e.g. ${name}${operator}value`);
  const matcher = { name, value, isRegex: operator.endsWith("~"), isEqual: operator.startsWith("=") };
  if (matcher.isRegex) expression(matcher);
  return matcher;
}

/** A matcher as amtool writes it. */
export function showMatcher({ name, value, isRegex, isEqual }: Matcher): string {
  const operator = isEqual ? (isRegex ? "=~" : "=") : isRegex ? "!~" : "!=";
  return `${name}${operator}${JSON.stringify(value)}`;
}

/** Whether labels match; one that is not among them might have any value, so it does not speak against it. */
export function mayMatch(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) => {
    const value = labels[matcher.name];
    if (value === undefined) return true;
    const same = matcher.isRegex ? expression(matcher).test(value) : value === matcher.value;
    return same === matcher.isEqual;
  });
}

// Alertmanager's are anchored, too.
function expression({ value }: Matcher): RegExp {
  try {
    return new RegExp(`^(?:${value})$`, "s");
  } catch {
    throw new UserError(`"${value}" is no regular expression; mind brackets and backslashes`);
  }
}

function unquoted(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
