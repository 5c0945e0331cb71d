import type { z } from "zod";

/** Says in one lower-case line what is wrong, the value, what is allowed and what to do. */
export function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? "the file" : issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => (issue.path.length === 0 ? key : `${where}.${key}`));
    return `${keys.join(", ")} is not a setting; remove it or correct its name`;
  }
  const what = issue.input === undefined ? `${where} is missing` : `${where} is ${shown(issue.input)}`;
  return `${what}; allowed: ${allowed(issue)}; ${issue.input === undefined ? "set" : "correct"} it`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function allowed(issue: z.core.$ZodIssue): string {
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- zod's own words serve for the rest
  switch (issue.code) {
    case "invalid_type":
      return article(issue.expected);
    case "too_small":
      return `${measured(issue.origin)}at least ${issue.minimum}`;
    case "too_big":
      return `${measured(issue.origin)}at most ${issue.maximum}`;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" or ");
    case "invalid_format":
      return issue.format === "url" ? "an http:// or https:// address" : issue.message;
    default:
      return issue.message.toLowerCase();
  }
}

function measured(origin: string): string {
  return origin === "string" || origin === "array" ? "a length of " : "";
}

function article(noun: string): string {
  const plain = noun === "int" ? "whole number" : noun;
  return `${/^[aeiou]/.test(plain) ? "an" : "a"} ${plain}`;
}
