import { parseMatchers, passes } from "../audit/route-tree.ts";
import { durationSeconds } from "../audit/duration.ts";
import type { InhibitRule } from "../inhibition.ts";
import { withoutAlternative } from "./alternatives.ts";
import type { MutantKind } from "./edit.ts";
import { negated } from "./replacements.ts";

/** What of an alertmanager.yml decides who is told of what. */
export interface Policy {
  readonly route: PolicyRoute & {
    readonly group_by: readonly string[];
    readonly routes: readonly PolicyRoute[];
  };
  readonly inhibit_rules: readonly InhibitRule[];
  readonly receivers: readonly PolicyReceiver[];
}

/** A route of it. */
export interface PolicyRoute extends Readonly<Record<(typeof times)[number], string>> {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly mute_time_intervals?: readonly string[];
}

/** A receiver: its name, and its integrations by kind. */
export type PolicyReceiver = { readonly name: string } & Readonly<
  Record<string, string | readonly { readonly send_resolved: boolean }[]>
>;

/** A policy with one thing wrong. */
export interface PolicyMutant {
  /** `route critical`, `receiver high`, `inhibition by DatabaseDown`. */
  readonly of: string;
  readonly kind: MutantKind;
  readonly change: string;
  readonly mutated: Policy;
}

const times = ["group_wait", "group_interval", "repeat_interval"] as const;

/** Every way in which a policy is made wrong, one at a time. */
export function policyMutants(policy: Policy): readonly PolicyMutant[] {
  return [
    ...rootMutants(policy),
    ...routeMutants(policy),
    ...receiverMutants(policy),
    ...inhibitionMutants(policy),
  ];
}

/** One change of a part, and the part with it; left out where there is none. */
type Change<Part> = readonly [change: string, changed?: Part];

function rootMutants(policy: Policy): readonly PolicyMutant[] {
  const { route, receivers } = policy;
  const changes: readonly Change<Policy["route"]>[] = [
    ...travels(route, receivers).map(([change, travel]) => [change, { ...route, ...travel }] as const),
    ...route.group_by.map((label) => {
      const rest = route.group_by.filter((other) => other !== label);
      return [
        `group_by: [${route.group_by.join(", ")}] → [${rest.join(", ")}]`,
        { ...route, group_by: rest },
      ] as const;
    }),
    ["group_by: every label", { ...route, group_by: ["..."] }],
  ];
  return changes.flatMap(([change, changed]) =>
    changed ? [{ of: "root route", kind: "route", change, mutated: { ...policy, route: changed } }] : [],
  );
}

function routeMutants(policy: Policy): readonly PolicyMutant[] {
  const { route, receivers } = policy;
  const muted = route.routes.find((one) => one.mute_time_intervals)?.mute_time_intervals ?? [];
  return route.routes.flatMap((one, i) => {
    const { mute_time_intervals: mutes, ...unmuted } = one;
    const { matchers = [], ...open } = one;
    const changes: readonly Change<PolicyRoute>[] = [
      ["left out"],
      ...travels(one, receivers),
      ["matchers left out", open],
      ...matchers.map((matcher): Change<PolicyRoute> => {
        const other = opposite(matcher);
        return [`${matcher} → ${other}`, { ...one, matchers: replaced(matchers, matcher, [other]) }];
      }),
      mutes ? ["mute times left out", unmuted] : ["mute times added", { ...one, mute_time_intervals: muted }],
    ];
    return changes.map(([change, changed]): PolicyMutant => ({
      of: `route ${one.receiver}`,
      kind: "route",
      change,
      mutated: { ...policy, route: { ...route, routes: placed(route.routes, i, changed) } },
    }));
  });
}

/** Another receiver, and each of the times twice as long. */
function travels<Route extends PolicyRoute>(
  route: Route,
  receivers: readonly PolicyReceiver[],
): readonly Change<Route>[] {
  const at = receivers.findIndex(({ name }) => name === route.receiver);
  const { name: other = "" } = receivers[(at + 1) % receivers.length] ?? {};
  return [
    [`receiver: ${route.receiver} → ${other}`, { ...route, receiver: other }],
    ...times.map((time): Change<Route> => {
      const longer = `${2 * (durationSeconds(route[time]) ?? 0)}s`;
      return [`${time}: ${route[time]} → ${longer}`, { ...route, [time]: longer }];
    }),
  ];
}

function receiverMutants(policy: Policy): readonly PolicyMutant[] {
  return policy.receivers.flatMap((receiver, i) =>
    Object.entries(receiver).flatMap(([key, integrations]) => {
      if (typeof integrations === "string") return [];
      const { [key]: _, ...rest } = receiver;
      const turned = integrations.map((one) => ({ ...one, send_resolved: !one.send_resolved }));
      const changes: readonly Change<PolicyReceiver>[] = [
        [`${key} left out`, rest as PolicyReceiver],
        [`${key}: send_resolved turned round`, { ...receiver, [key]: turned }],
      ];
      return changes.map(([change, changed]): PolicyMutant => ({
        of: `receiver ${receiver.name}`,
        kind: "route",
        change,
        mutated: { ...policy, receivers: placed(policy.receivers, i, changed) },
      }));
    }),
  );
}

function inhibitionMutants(policy: Policy): readonly PolicyMutant[] {
  return policy.inhibit_rules.flatMap((rule, i) => {
    const changes: readonly Change<InhibitRule>[] = [
      ["left out"],
      ...sideMutants(rule, "source_matchers"),
      ...sideMutants(rule, "target_matchers"),
      ["equal left out", { ...rule, equal: [] }],
      ...["service", "env"]
        .filter((label) => !rule.equal.includes(label))
        .map((label): Change<InhibitRule> => [
          `equal: ${rule.equal.join()} → ${label}`,
          { ...rule, equal: [label] },
        ]),
    ];
    return changes.map(([change, changed]): PolicyMutant => ({
      of: `inhibition by ${values(rule.source_matchers)} of ${values(rule.target_matchers)}`,
      kind: "inhibition",
      change,
      mutated: { ...policy, inhibit_rules: placed(policy.inhibit_rules, i, changed) },
    }));
  });
}

function sideMutants(
  rule: InhibitRule,
  side: "source_matchers" | "target_matchers",
): readonly Change<InhibitRule>[] {
  const matchers = rule[side];
  const word = side === "source_matchers" ? "source" : "target";
  const change = (matcher: string, by: readonly string[]): Change<InhibitRule> => [
    `${word}: ${matcher} ${by.length === 0 ? "left out" : `→ ${by.join()}`}`,
    { ...rule, [side]: replaced(matchers, matcher, by) },
  ];
  return matchers.flatMap((matcher) => [
    ...(matchers.length > 1 ? [change(matcher, [])] : []),
    change(matcher, [opposite(matcher)]),
    ...withoutAlternative(parsed(matcher).value).map((value) => {
      const { label, op } = parsed(matcher);
      return change(matcher, [`${label}${op}"${value}"`]);
    }),
  ]);
}

/** Whether an alert with some labels passes matchers; a label that it does not have is empty. */
export function takes(matchers: readonly string[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) => passes(parsed(matcher), labels[parsed(matcher).label] ?? "") === true);
}

function parsed(matcher: string) {
  const found = parseMatchers(matcher);
  const [first] = typeof found === "string" ? [] : found;
  if (!first) throw new Error(`no matcher: ${matcher}`);
  return first;
}

function opposite(matcher: string): string {
  const { label, op, value } = parsed(matcher);
  return `${label}${negated[op] ?? op}"${value}"`;
}

function values(matchers: readonly string[]): string {
  return matchers
    .map((matcher) => parsed(matcher).value)
    .filter((value) => value !== "")
    .join(", ");
}

function replaced(list: readonly string[], member: string, by: readonly string[]): readonly string[] {
  return list.flatMap((one) => (one === member ? by : [one]));
}

/** The list with another member in a place, or without it. */
function placed<T>(list: readonly T[], index: number, member: T | undefined): readonly T[] {
  return list.flatMap((one, i) => (i !== index ? [one] : member === undefined ? [] : [member]));
}
