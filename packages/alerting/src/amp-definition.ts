import { nearest, seconds, type Duration } from "@monitoring/collection";
import { parse } from "yaml";
import { durationSeconds } from "./audit/duration.ts";
import { receiverProblems } from "./amp-receivers.ts";

/** What a definition holds, taken apart. */
interface Definition {
  readonly bytes: number;
  readonly templates: Readonly<Record<string, string>>;
  readonly config: Config;
}

type Mapping = Readonly<Record<string, unknown>>;

interface Route extends Mapping {
  readonly receiver?: string;
  readonly routes?: readonly Route[];
  readonly mute_time_intervals?: readonly string[];
}

interface Config extends Mapping {
  readonly route?: Route;
  readonly receivers?: readonly Mapping[];
  readonly inhibit_rules?: readonly Mapping[];
  readonly templates?: readonly string[];
  readonly mute_time_intervals?: readonly Mapping[];
}

interface Limit {
  readonly what: string;
  readonly most: number;
  readonly count: (definition: Definition) => number;
}

/** Quotas: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html, read in 2026. */
const limits: readonly Limit[] = [
  { what: "bytes", most: 1_000_000, count: ({ bytes }) => bytes },
  { what: "templates", most: 100, count: ({ templates }) => Object.keys(templates).length },
  { what: "inhibition rules", most: 100, count: ({ config }) => config.inhibit_rules?.length ?? 0 },
  { what: "nodes of the routing tree", most: 100, count: ({ config }) => nodes(config.route).length },
];

/** AMP takes a longer one as this one: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html */
const longestRepeat: Duration = "5d";

/** What AMP reads, by where it stands; of `global` everything else is about receivers that it does not have. */
const keys = {
  top: ["global", "route", "receivers", "inhibit_rules", "templates", "mute_time_intervals"],
  global: ["resolve_timeout"],
  route: [
    "receiver",
    "group_by",
    "continue",
    "matchers",
    "match",
    "match_re",
    "group_wait",
    "group_interval",
    "repeat_interval",
    "routes",
    "mute_time_intervals",
  ],
  inhibition: [
    "source_match",
    "source_match_re",
    "source_matchers",
    "target_match",
    "target_match_re",
    "target_matchers",
    "equal",
  ],
  // Not `location`: engines before 0.25 lack it, and nobody says which one AMP runs.
  mute: ["times", "weekdays", "days_of_month", "months", "years"],
} as const;

/** What AMP was seen to refuse, and what to write instead. */
const instead: Readonly<Record<string, string>> = {
  time_intervals: "write mute_time_intervals",
  active_time_intervals: "write the rest of the week as mute_time_intervals",
  location: "write times in UTC",
};

/** Functions of templates that AMP's engine lacks or may lack; Alertmanager added them late. */
const lateFunctions = [
  "toJson",
  "since",
  "humanizeDuration",
  "trimSpace",
  "tz",
  "date",
  "safeUrl",
  "urlUnescape",
];

/** AWS's own words for a refusal. */
const says = (text: string): string => `(AWS: "${text}")`;

/**
 * What speaks against sending a definition to AMP, as sentences; where AWS has words of its own for it, with those.
 * @param account the account of the workspace, which the topics have to be in
 */
export function ampDefinitionProblems(text: string, account?: string): readonly string[] {
  const { alertmanager_config: inner, template_files: templates = {} } = (parse(text) ?? {}) as {
    readonly alertmanager_config?: unknown;
    readonly template_files?: Definition["templates"];
  };
  if (typeof inner !== "string") {
    return [
      `the alert manager definition has no text alertmanager_config; write the configuration as one ${says("Empty Alertmanager definition.")}`,
    ];
  }
  const definition = { bytes: Buffer.byteLength(text), templates, config: (parse(inner) ?? {}) as Config };
  const found = [
    ...limitProblems(definition),
    ...shapeProblems(definition.config),
    ...routeProblems(definition.config),
    ...(definition.config.receivers ?? []).flatMap((receiver) => receiverProblems(receiver, account)),
    ...templateProblems(definition),
  ];
  return found.map((rest) => `the alert manager definition ${rest}`);
}

function limitProblems(definition: Definition): readonly string[] {
  return limits.flatMap(({ what, most, count }) => {
    const found = count(definition);
    return found > most ? [`has ${found} ${what}; AMP takes at most ${most}`] : [];
  });
}

function nodes(route: Route | undefined): readonly Route[] {
  return route === undefined ? [] : [route, ...(route.routes ?? []).flatMap(nodes)];
}

/** Everything is read strictly: one unknown key fails the update. */
function shapeProblems(config: Config): readonly string[] {
  const intervals = (config.mute_time_intervals ?? []).flatMap(
    ({ time_intervals: parts }) => (parts ?? []) as readonly Mapping[],
  );
  return [
    ...unknown(config, keys.top),
    ...unknown((config["global"] ?? {}) as Mapping, keys.global).map((rest) => `${rest} in global`),
    ...nodes(config.route).flatMap((route) => unknown(route, keys.route).map((rest) => `${rest} in a route`)),
    ...(config.inhibit_rules ?? []).flatMap((rule) =>
      unknown(rule, keys.inhibition).map((rest) => `${rest} in an inhibition rule`),
    ),
    ...intervals.flatMap((part) => unknown(part, keys.mute).map((rest) => `${rest} in a mute time`)),
  ];
}

function unknown(mapping: Mapping, known: readonly string[]): readonly string[] {
  return Object.keys(mapping)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known);
      const todo =
        instead[key] ?? (meant === undefined ? `it takes ${known.join(", ")}` : `did you mean ${meant}?`);
      return `has "${key}"; ${todo} ${says(`field ${key} not found in type config.plain`)}`;
    });
}

function routeProblems({ route, receivers = [], mute_time_intervals: mutes = [] }: Config): string[] {
  if (route === undefined) return [`has no route; give it one ${says("no routes provided")}`];
  const names = receivers.map(({ name }) => name);
  const muteNames = mutes.map(({ name }) => name);
  return [
    ...(route.receiver === undefined
      ? [
          `has no default receiver; name one in the root of the routes ${says("root route must specify a default receiver")}`,
        ]
      : []),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map(
        (name) =>
          `has two receivers "${String(name)}"; give each its own name ${says(`notification config name "${String(name)}" is not unique`)}`,
      ),
    ...nodes(route).flatMap((node) => [
      ...(node.receiver !== undefined && !names.includes(node.receiver)
        ? [
            `routes to the receiver "${node.receiver}", which it does not have ${says(`undefined receiver "${node.receiver}" used in route`)}`,
          ]
        : []),
      ...(node.mute_time_intervals ?? [])
        .filter((name) => !muteNames.includes(name))
        .map(
          (name) =>
            `mutes in the time "${name}", which it does not have ${says(`undefined time interval "${name}" used in route`)}`,
        ),
      ...durations(node),
    ]),
  ];
}

function durations(route: Route): readonly string[] {
  return ["group_wait", "group_interval", "repeat_interval"].flatMap((key) => {
    const value = route[key];
    if (typeof value !== "string") return [];
    const length = durationSeconds(value);
    if (length === undefined) {
      return [
        `has ${key} ${value}; write a number and its unit, e.g. 5m ${says(`not a valid duration string: "${value}"`)}`,
      ];
    }
    return key === "repeat_interval" && length > seconds(longestRepeat)
      ? [`repeats after ${value}; AMP repeats after ${longestRepeat} at the latest, so write that or less`]
      : [];
  });
}

function templateProblems({ config: { templates: used = [] }, templates }: Definition): string[] {
  return [
    ...used
      .filter((name) => templates[name] === undefined)
      .map((name) => `uses the template "${name}", which it does not have`),
    ...Object.keys(templates)
      .filter((name) => /[/\\]/.test(name))
      .map((name) => `has the template "${name}"; AMP takes a name, not a path`),
    ...Object.entries(templates).flatMap(([name, text]) =>
      lateFunctions
        .filter((word) => new RegExp(`\\{\\{[^}]*[\\s(|]${word}[\\s)|}]`).test(text))
        .map((word) => `uses ${word} in the template "${name}", which AMP's engine may not know`),
    ),
  ];
}
