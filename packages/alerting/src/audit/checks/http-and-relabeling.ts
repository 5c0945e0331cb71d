import { nearest } from "@monitoring/collection";
import type { Found } from "../finding.ts";
import { get, getIn, listAt, scalarAt, textAt, type Item } from "../item.ts";

/** Ways to authenticate that exclude each other, and halves of certificates. */
export function authenticationMistakes(one: Item): readonly Found[] {
  const ways = [
    "basic_auth",
    "authorization",
    "oauth2",
    "sigv4",
    "azuread",
    "google_iam",
    "bearer_token",
    "bearer_token_file",
  ].filter((key) => get(one, key));
  const found: Found[] = [];
  if (ways.length > 1) {
    const line = get(one, ways[1] ?? "")?.line ?? one.line;
    found.push({
      line,
      reason: `authenticated in ${ways.length} ways at once: ${ways.join(", ")}`,
      remedy: "keep one of them",
    });
  }
  for (const [way, keys] of [
    ["basic_auth", ["username", "password"]],
    ["authorization", ["credentials"]],
    ["oauth2", ["client_secret"]],
  ] as const) {
    for (const key of keys) {
      const both = getIn(one, way, key) && getIn(one, way, `${key}_file`);
      if (both)
        found.push({
          line: both.line,
          reason: `both ${key} and ${key}_file are given`,
          remedy: `keep ${key}_file`,
        });
    }
  }
  for (const [half, other] of [
    ["cert_file", "key_file"],
    ["key_file", "cert_file"],
  ] as const) {
    const given = getIn(one, "tls_config", half);
    if (given && !getIn(one, "tls_config", other) && !getIn(one, "tls_config", other.replace("_file", ""))) {
      found.push({ line: given.line, reason: `there is a ${half}, but no ${other}`, remedy: `add ${other}` });
    }
  }
  return found;
}

const actions =
  "replace keep drop hashmod labelmap labeldrop labelkeep lowercase uppercase keepequal dropequal".split(" ");

/** What Prometheus would refuse of a relabeling rule. */
export function relabelingMistakes(rule: Item): readonly Found[] {
  const action = scalarAt(rule, "action");
  const name = action?.text.toLowerCase() ?? "replace";
  const { line } = rule;
  if (action && !actions.includes(name)) {
    const meant = nearest(name, actions);
    return [
      {
        line: action.line,
        reason: `there is no action "${action.text}"`,
        remedy: meant ? `did you mean ${meant}?` : `there are ${actions.join(", ")}`,
      },
    ];
  }
  const found: Found[] = [];
  if (
    ["replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"].includes(name) &&
    textAt(rule, "target_label") === undefined
  ) {
    found.push({ line, reason: `"${name}" needs a target_label`, remedy: "say which label is written" });
  }
  if (name === "hashmod" && !(Number(textAt(rule, "modulus") ?? 0) > 0)) {
    found.push({ line, reason: "hashmod needs a modulus above 0", remedy: "add modulus" });
  }
  if ((name === "keep" || name === "drop") && listAt(rule, "source_labels").length === 0) {
    found.push({
      line,
      reason: `"${name}" looks at no label: it takes all or none`,
      remedy: "add source_labels",
    });
  }
  return found;
}
