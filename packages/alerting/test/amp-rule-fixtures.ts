import { stringify } from "yaml";

/** A rule file that AMP and Prometheus take. */
export const sound = {
  groups: [
    {
      name: "team",
      interval: "1m30s",
      query_offset: "0s",
      limit: 10,
      labels: { team: "shop" },
      rules: [
        { record: "a:b", expr: "sum(a)", labels: { c: "d" } },
        { alert: "X", expr: "a:b > 1", for: "5m", keep_firing_for: "1h30m", annotations: { summary: "x" } },
        { alert: "Y", expr: "a:b > 2", for: 0 },
      ],
    },
  ],
};

/** Its group. */
export type Group = Record<string, unknown> & { rules: Record<string, unknown>[] };

/** The sound file with something changed in its group. */
export function changed(change: (group: Group) => unknown): string {
  const file = structuredClone(sound) as unknown as { groups: Group[] };
  const [group] = file.groups;
  if (group) change(group);
  return stringify(file);
}
const rule = (change: object): string => changed(({ rules }) => Object.assign(rules[0] ?? {}, change));

/** Mistakes, the file that has them, and what is said of it as the namespace `team`. */
export const bad: readonly (readonly [mistake: string, text: string, sentence: string])[] = [
  ["nothing", "", "rule namespace team has no groups; write its groups below groups:"],
  ["what is not YAML", "a: [", "rule namespace team has no groups; write its groups below groups:"],
  [
    "another key at the top",
    stringify({ ...sound, group: [] }),
    'rule namespace team has group; did you mean groups? (AWS: "field group not found in type rulefmt.RuleGroups")',
  ],
  [
    "a misspelt key of a group",
    changed((group) => (group["intervall"] = "1m")),
    'rule namespace team has intervall; did you mean interval? (AWS: "field intervall not found in type rulefmt.RuleGroup") in group team',
  ],
  [
    "a group without a name",
    changed((group) => (group["name"] = "")),
    'rule namespace team has a group without a name; give it one (AWS: "Groupname must not be empty")',
  ],
  [
    "two groups of one name",
    stringify({ groups: [...sound.groups, ...sound.groups] }),
    'rule namespace team has two groups team; give each its own name (AWS: "groupname: "team" is repeated in the same file")',
  ],
  [
    "a group that is evaluated too often",
    changed((group) => (group["interval"] = "15s")),
    "rule namespace team is evaluated every 15s in group team; AMP evaluates every 30s at the most often",
  ],
  [
    "a duration without a unit",
    changed(({ rules }) => Object.assign(rules[1] ?? {}, { for: 5 })),
    'rule namespace team has for 5; write a number and its unit, e.g. 5m (AWS: "not a valid duration string: "5"") in rule X in group team',
  ],
  [
    "a misspelt key of a rule",
    rule({ lables: {} }),
    'rule namespace team has lables; did you mean labels? (AWS: "field lables not found in type rulefmt.Rule") in rule a:b in group team',
  ],
  [
    "a rule without an expression",
    rule({ expr: "" }),
    `rule namespace team has no expr; give it one (AWS: "field 'expr' must be set in rule") in rule a:b in group team`,
  ],
  [
    "a rule that computes and warns",
    rule({ alert: "Z" }),
    `rule namespace team has record and alert; make it two rules (AWS: "only one of 'record' and 'alert' must be set") in rule Z in group team`,
  ],
  [
    "a rule that does neither",
    changed(({ rules }) => Reflect.deleteProperty(rules[0] ?? {}, "record")),
    `rule namespace team has neither record nor alert; name it (AWS: "one of 'record' or 'alert' must be set") in rule sum(a) in group team`,
  ],
  [
    "a computed metric that lasts",
    rule({ for: "5m" }),
    `rule namespace team has for, but computes a metric; remove it (AWS: "invalid field 'for' in recording rule") in rule a:b in group team`,
  ],
];
