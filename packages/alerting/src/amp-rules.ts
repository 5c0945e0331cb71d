import { isDuration, nearest, seconds, toYaml, type Duration } from "@monitoring/collection";
import { parse } from "yaml";
import { durationSeconds } from "./audit/duration.ts";

/** Hard limits: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html, read in 2026. */
export const ampRuleLimits = {
  interval: "30s",
  namespaceBytes: 1_000_000,
  rules: 2_000,
  /** Characters of a namespace's name. */
  namespaceName: 128,
  /** Bytes of a namespace's and a group's name together. */
  names: 721,
} as const;

/** The interval at which AMP evaluates a group: it refuses those under 30 s. */
export function ampInterval(interval: Duration): Duration {
  return seconds(interval) < seconds(ampRuleLimits.interval) ? ampRuleLimits.interval : interval;
}

/**
 * Rule files by namespace, as AMP takes them: a file that is larger than a namespace may be becomes one namespace per
 * group, each named after its group, so that a change of one is a change of one.
 */
export function ampNamespaces(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, text]) => {
      if (Buffer.byteLength(text) <= ampRuleLimits.namespaceBytes) return [[name, text]];
      const { groups = [] } = (parse(text) ?? {}) as RuleFile;
      return groups.map((group) => [`${name}-${String(group["name"])}`, toYaml({ groups: [group] })]);
    }),
  );
}

type Mapping = Readonly<Record<string, unknown>>;
interface RuleFile {
  readonly groups?: readonly Mapping[];
}

const groupKeys = ["name", "interval", "query_offset", "limit", "rules", "labels"];
const ruleKeys = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];
const ofAlertsAlone = ["for", "keep_firing_for", "annotations"];

/**
 * What AMP would refuse in its rule namespaces, as sentences: what is wrong and what to do, and where AWS has words of
 * its own for it, those.
 */
export function ampRuleProblems(namespaces: Readonly<Record<string, string>>): readonly string[] {
  const files = Object.entries(namespaces).map(([name, text]) => [name, text, read(text)] as const);
  const count = files.reduce((sum, [, , file]) => sum + rulesOf(file).length, 0);
  return [
    ...files.flatMap(([name, text, file]) =>
      [...ofName(name), ...ofText(text), ...ofFile(name, file)].map(
        (rest) => `rule namespace ${name} ${rest}`,
      ),
    ),
    ...(count > ampRuleLimits.rules
      ? [
          `there are ${count} rules; AMP takes at most ${ampRuleLimits.rules} in a workspace: have the quota raised, or leave some out`,
        ]
      : []),
  ];
}

/** AWS's own words for a refusal. */
const says = (text: string): string => `(AWS: "${text}")`;

function read(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

function rulesOf(file: unknown): readonly Mapping[] {
  return isMapping(file) ? list(file["groups"]).flatMap((group) => list(group["rules"])) : [];
}

function ofName(name: string): readonly string[] {
  if (name.length <= ampRuleLimits.namespaceName && /[0-9A-Za-z]/.test(name)) return [];
  return [
    `has a name that AMP refuses: give it 1 to ${ampRuleLimits.namespaceName} characters, one of them a letter or a digit ` +
      says("Invalid name: Member must satisfy regular expression pattern: .*[0-9A-Za-z][-.0-9A-Z_a-z]*.*"),
  ];
}

function ofText(text: string): readonly string[] {
  const bytes = Buffer.byteLength(text);
  return bytes > ampRuleLimits.namespaceBytes
    ? [`has ${bytes} bytes in one group; AMP takes at most ${ampRuleLimits.namespaceBytes}: split the group`]
    : [];
}

function ofFile(namespace: string, file: unknown): readonly string[] {
  if (!isMapping(file) || !Array.isArray(file["groups"]))
    return ["has no groups; write its groups below groups:"];
  const groups = list(file["groups"]);
  const names = groups.map(({ name }) => String(name));
  const twice = new Set(names.filter((name, i) => names.indexOf(name) < i));
  return [
    ...unknown(file, ["groups"], "rulefmt.RuleGroups"),
    ...[...twice].map(
      (name) =>
        `has two groups ${name}; give each its own name ${says(`groupname: "${name}" is repeated in the same file`)}`,
    ),
    ...groups.flatMap((group) => ofGroup(namespace, group)),
  ];
}

function ofGroup(namespace: string, group: Mapping): readonly string[] {
  const { name, interval } = group;
  if (typeof name !== "string" || name === "") {
    return [`has a group without a name; give it one ${says("Groupname must not be empty")}`];
  }
  const wanted = typeof interval === "string" ? durationSeconds(interval) : undefined;
  const at = `in group ${name}`;
  return [
    ...(Buffer.byteLength(`${namespace}${name}`) > ampRuleLimits.names
      ? [
          `has names that are too long ${at}; namespace and group may have ${ampRuleLimits.names} bytes together`,
        ]
      : []),
    ...unknown(group, groupKeys, "rulefmt.RuleGroup").map((rest) => `${rest} ${at}`),
    ...durations(group, ["interval", "query_offset"]).map((rest) => `${rest} ${at}`),
    ...(wanted !== undefined && wanted < seconds(ampRuleLimits.interval)
      ? [
          `is evaluated every ${String(interval)} ${at}; AMP evaluates every ${ampRuleLimits.interval} at the most often`,
        ]
      : []),
    ...list(group["rules"]).flatMap((rule) => ofRule(rule).map((rest) => `${rest} ${at}`)),
  ];
}

function ofRule(rule: Mapping): readonly string[] {
  const { record, alert, expr } = rule;
  const name = String(alert ?? record ?? expr);
  const recording = record !== undefined && alert === undefined;
  return [
    ...(record !== undefined && alert !== undefined
      ? [`has record and alert; make it two rules ${says("only one of 'record' and 'alert' must be set")}`]
      : []),
    ...(record === undefined && alert === undefined
      ? [`has neither record nor alert; name it ${says("one of 'record' or 'alert' must be set")}`]
      : []),
    ...(typeof expr === "string" && expr.trim() !== ""
      ? []
      : [`has no expr; give it one ${says("field 'expr' must be set in rule")}`]),
    ...unknown(rule, ruleKeys, "rulefmt.Rule"),
    ...(recording ? ofAlertsAlone.filter((key) => key in rule) : []).map(
      (key) =>
        `has ${key}, but computes a metric; remove it ${says(`invalid field '${key}' in recording rule`)}`,
    ),
    ...durations(rule, ["for", "keep_firing_for"]),
  ].map((rest) => `${rest} in rule ${name}`);
}

function unknown(mapping: Mapping, known: readonly string[], type: string): readonly string[] {
  return Object.keys(mapping)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known);
      const todo = meant === undefined ? "remove it" : `did you mean ${meant}?`;
      return `has ${key}; ${todo} ${says(`field ${key} not found in type ${type}`)}`;
    });
}

function durations(mapping: Mapping, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const value = mapping[key];
    if (value === undefined) return [];
    // A bare 0 is one, and YAML takes it for a number.
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (isDuration(text) || durationSeconds(text) !== undefined) return [];
    return [
      `has ${key} ${text}; write a number and its unit, e.g. 5m ${says(`not a valid duration string: "${text}"`)}`,
    ];
  });
}
