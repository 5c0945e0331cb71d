import { formatSeconds } from "../duration.ts";
import type { Found } from "../finding.ts";
import { get, listAt, scalarAt, scalarsAt, textAt, type Item } from "../item.ts";
import {
  allRoutes,
  covers,
  excludes,
  matchersOf,
  routeTree,
  written,
  type RouteNode,
} from "../route-tree.ts";
import { wayNames } from "../shape/alertmanager-shape.ts";
import { nearest } from "@monitoring/collection";
import { repeated } from "./rules.ts";
import type { FileCheck } from "./subject.ts";

/** Names under which an alert is dropped on purpose. */
const deliberate =
  /^(null|none|nobody|nothing|noop|no-op|black-?hole|dev-?null|discard|drop(ped)?|silen(t|ce|ced)|mute[d]?|ignore[d]?|void|trash)$/i;

/** Checks of Alertmanager's routing tree, its receivers' names and its inhibitions. */
export const routeChecks: readonly FileCheck[] = [
  {
    id: "root-route",
    severity: "error",
    what: "a root route without receiver, or one that does not take every alert",
    find: ({ root }) => {
      const route = get(root, "route");
      if (route === undefined) return [];
      const found: Found[] = [];
      if (textAt(route, "receiver") === undefined) {
        found.push({
          line: route.line,
          reason: "the root route has no receiver: what no other route takes reaches nobody",
          remedy: "give it one",
        });
      }
      for (const key of ["matchers", "match", "match_re", "mute_time_intervals", "active_time_intervals"]) {
        const value = get(route, key);
        if (value)
          found.push({
            line: value.line,
            reason: `the root route takes every alert: it has no "${key}"`,
            remedy: "move it to a route below",
          });
      }
      return found;
    },
  },
  {
    id: "undefined-receiver",
    severity: "error",
    what: "a route to a receiver that does not exist",
    find: ({ root }) => {
      const names = receiversOf(root).map(({ name }) => name);
      return allRoutes(routeTree(root)).flatMap(({ item }) => {
        const receiver = scalarAt(item, "receiver");
        if (!receiver || receiver.text === "" || names.includes(receiver.text)) return [];
        const meant = nearest(receiver.text, names);
        return [
          {
            line: receiver.line,
            reason: `there is no receiver "${receiver.text}"`,
            remedy: meant ? `did you mean "${meant}"?` : `there are ${names.join(", ") || "none"}`,
          },
        ];
      });
    },
  },
  {
    id: "duplicate-receiver",
    severity: "error",
    what: "two receivers of one name",
    find: ({ root }) =>
      repeated(receiversOf(root), ({ name }) => name).map(([again, first]) => ({
        line: again.line,
        reason: `there is a receiver "${again.name}" already, in line ${first.line}`,
        remedy: "give it another name, or put its settings into the first",
      })),
  },
  {
    id: "unused-receiver",
    severity: "warning",
    what: "a receiver that no route leads to",
    find: ({ root }) => {
      const used = new Set(allRoutes(routeTree(root)).map(({ receiver }) => receiver));
      return receiversOf(root)
        .filter(({ name }) => !used.has(name))
        .map(({ name, line }) => ({
          line,
          reason: `no route leads to the receiver "${name}"`,
          remedy: "add a route, or delete it",
        }));
    },
  },
  {
    id: "empty-receiver",
    severity: "error",
    what: "a receiver without a way out that is not named as one (null, none, blackhole, ...), or nothing but such receivers",
    find: ({ root }) => emptyReceivers(root),
  },
  {
    id: "dropped-critical",
    severity: "error",
    what: "critical alerts routed to a receiver without a way out",
    find: ({ root }) =>
      routesToNobody(root)
        .filter(({ goesOn, children }) => !goesOn && children.length === 0)
        .filter(({ matchers }) =>
          matchers.some(
            ({ label, op, value }) => label === "severity" && op === "=" && /^(critical|page)$/.test(value),
          ),
        )
        .filter(({ matchers }) => matchers.length === 1)
        .map(({ receiverLine, receiver }) => ({
          line: receiverLine,
          reason: `every critical alert goes to "${receiver ?? ""}", which tells nobody`,
          remedy: "route it to a receiver that reaches a person",
        })),
  },
  {
    id: "silent-heartbeat",
    severity: "warning",
    what: "a Watchdog that is routed to a receiver without a way out",
    find: ({ root }) =>
      routesToNobody(root)
        .filter(({ matchers }) =>
          matchers.some(
            ({ label, value }) =>
              label === "alertname" && /^(Watchdog|DeadMansSwitch|Heartbeat)$/i.test(value),
          ),
        )
        .map(({ receiverLine }) => ({
          line: receiverLine,
          reason: "the heartbeat goes nowhere: nobody learns that alerting is dead",
          remedy: "route it to a service that raises the alarm when it stops",
        })),
  },
  {
    id: "matcher",
    severity: "error",
    what: "a matcher that is none",
    find: ({ root }) => [
      ...allRoutes(routeTree(root)).flatMap(({ item }) => matcherMistakes(item, "")),
      ...inhibitions(root).flatMap((item) => [
        ...matcherMistakes(item, "source_"),
        ...matcherMistakes(item, "target_"),
      ]),
    ],
  },
  {
    id: "unreachable-route",
    severity: "error",
    what: "a route that no alert reaches, because one before it takes them all or one above lets none pass",
    find: ({ root }) => allRoutes(routeTree(root)).flatMap(unreachable),
  },
  {
    id: "route-times",
    severity: "error",
    what: "a repeat_interval below the group_interval, a group_wait above it, or one of them 0",
    find: ({ root }) => allRoutes(routeTree(root)).flatMap((node) => timeMistakes(node, "written")),
  },
  {
    id: "route-times-default",
    severity: "warning",
    what: "the same against Alertmanager's defaults (30s, 5m, 4h)",
    find: ({ root }) => allRoutes(routeTree(root)).flatMap((node) => timeMistakes(node, "default")),
  },
  {
    id: "group-by",
    severity: "error",
    what: "a label twice in group_by, or beside ...",
    find: ({ root }) =>
      allRoutes(routeTree(root)).flatMap(({ item }) => {
        const labels = scalarsAt(item, "group_by");
        const all = labels.find(({ text }) => text === "...");
        return [
          ...repeated(labels, ({ text }) => text).map(([{ line, text }]) => ({
            line,
            reason: `"${text}" is in group_by already`,
            remedy: "remove it",
          })),
          ...(all && labels.length > 1
            ? [
                {
                  line: all.line,
                  reason: '"..." stands for all labels and cannot stand beside others',
                  remedy: "keep either",
                },
              ]
            : []),
          ...labels
            .filter(({ text }) => text !== "..." && !/^[a-zA-Z_][\w.]*$/.test(text))
            .map(({ line, text }) => ({
              line,
              reason: `"${text}" is no name of a label`,
              remedy: "write letters, digits and _",
            })),
        ];
      }),
  },
  {
    id: "inhibition",
    severity: "error",
    what: "an inhibition without equal, without source or target, or of alerts by themselves",
    find: ({ root }) => inhibitions(root).flatMap(inhibitionMistakes),
  },
  {
    id: "circular-inhibition",
    severity: "error",
    what: "two inhibitions that silence each other's source: neither alert is heard",
    find: ({ root }) => {
      const rules = inhibitions(root).map((item) => ({
        item,
        source: matchersOf(item, "source_").matchers,
        target: matchersOf(item, "target_").matchers,
      }));
      return rules.flatMap((one, i) => {
        const other = rules
          .slice(0, i)
          .find(
            (before) =>
              before.source.length > 0 &&
              written(before.source) === written(one.target) &&
              written(before.target) === written(one.source),
          );
        return other && written(one.source) !== written(one.target)
          ? [
              {
                line: one.item.line,
                reason: `it silences what silences it, in line ${other.item.line}: then neither is heard`,
                remedy: "remove one of the two",
              },
            ]
          : [];
      });
    },
  },
];

interface Receiver {
  readonly name: string;
  readonly line: number;
  readonly ways: number;
}

/** The receivers of an alertmanager.yml, and in how many ways each sends. */
export function receiversOf(root: Item): readonly Receiver[] {
  return listAt(root, "receivers").map((item) => ({
    name: textAt(item, "name") ?? "",
    line: scalarAt(item, "name")?.line ?? item.line,
    ways: wayNames.reduce((sum, way) => sum + listAt(item, way).length, 0),
  }));
}

/** Every route to a receiver without a way out. */
function routesToNobody(root: Item): readonly RouteNode[] {
  const empty = new Set(
    receiversOf(root)
      .filter(({ ways }) => ways === 0)
      .map(({ name }) => name),
  );
  return allRoutes(routeTree(root)).filter(({ receiver }) => empty.has(receiver ?? ""));
}

function emptyReceivers(root: Item): readonly Found[] {
  const receivers = receiversOf(root);
  if (receivers.length > 0 && receivers.every(({ ways }) => ways === 0)) {
    return [
      {
        line: receivers[0]?.line ?? root.line,
        reason: "no receiver has a way out: no alert reaches anybody",
        remedy: "give one of them email_configs, slack_configs, webhook_configs, ...",
      },
    ];
  }
  const tree = routeTree(root);
  const delivers = allRoutes(tree).some(({ receiver }) =>
    receivers.some(({ name, ways }) => name === receiver && ways > 0),
  );
  return receivers.flatMap(({ name, line, ways }) => {
    if (ways > 0) return [];
    if (name === tree?.receiver && !delivers) {
      return [
        {
          line,
          reason: `every alert goes to "${name}", which tells nobody`,
          remedy: "give it a way out, or add routes to receivers that have one",
        },
      ];
    }
    if (deliberate.test(name)) return [];
    return [
      {
        line,
        reason: `the receiver "${name}" has no way out: what goes there reaches nobody`,
        remedy: 'give it one, or name it "null" if alerts are to be dropped there',
      },
    ];
  });
}

function matcherMistakes(item: Item, side: "" | "source_" | "target_"): readonly Found[] {
  return matchersOf(item, side).mistakes.map(({ line, message }) => ({
    line,
    reason: message,
    remedy: "mend it",
  }));
}

function unreachable(node: RouteNode): readonly Found[] {
  const found: Found[] = [];
  for (let above = node.parent; above; above = above.parent) {
    const clash = excludes(above.matchers, node.matchers);
    if (clash) {
      found.push({
        line: clash.line,
        reason: `no alert gets here: the route above, in line ${above.line}, lets pass only ${written(above.matchers)}`,
        remedy: "move it out of that route, or mend the matcher",
      });
      return found;
    }
  }
  const [twice] = node.matchers.filter((one) =>
    excludes(
      node.matchers.filter((other) => other !== one),
      [one],
    ),
  );
  if (twice) {
    return [
      {
        line: twice.line,
        reason: `no alert passes all its matchers: ${written(node.matchers)}`,
        remedy: "remove one of them",
      },
    ];
  }
  const siblings = node.parent?.children ?? [];
  const index = siblings.findIndex(({ item }) => item === node.item);
  const before = siblings
    .slice(0, Math.max(0, index))
    .find((one) => !one.goesOn && covers(one.matchers, node.matchers));
  if (before) {
    const takes = before.matchers.length === 0 ? "every alert" : written(before.matchers);
    found.push({
      line: node.line,
      reason: `no alert gets here: the route in line ${before.line} takes ${takes}`,
      remedy: "put this route before that one, or give that one continue: true",
    });
  }
  return found;
}

function timeMistakes({ times }: RouteNode, against: "written" | "default"): readonly Found[] {
  const found: Found[] = [];
  if (against === "written") {
    for (const name of ["group_interval", "repeat_interval"] as const) {
      const { seconds, own, line } = times[name];
      if (own && seconds === 0)
        found.push({ line: line ?? 1, reason: `${name} cannot be 0`, remedy: "write a time, such as 5m" });
    }
  }
  const compare = (
    less: keyof RouteNode["times"],
    more: keyof RouteNode["times"],
    why: string,
    remedy: string,
  ): void => {
    const [a, b] = [times[less], times[more]];
    if (a.seconds <= b.seconds || (!a.own && !b.own) || b.seconds === 0) return;
    const isDefault = a.line === undefined || b.line === undefined;
    if (isDefault !== (against === "default")) return;
    found.push({
      line: (a.own ? a.line : b.line) ?? 1,
      reason: `${less} (${formatSeconds(a.seconds)}) is longer than ${more} (${formatSeconds(b.seconds)}): ${why}`,
      remedy,
    });
  };
  compare(
    "group_interval",
    "repeat_interval",
    "alerts are repeated no more often than their group is looked at",
    "raise repeat_interval, or lower group_interval",
  );
  compare(
    "group_wait",
    "group_interval",
    "the first message waits longer than any later one",
    "lower group_wait, or raise group_interval",
  );
  return found;
}

function inhibitions(root: Item): readonly Item[] {
  return listAt(root, "inhibit_rules").filter(({ type }) => type === "map");
}

function inhibitionMistakes(item: Item): readonly Found[] {
  const { line } = item;
  const source = matchersOf(item, "source_").matchers;
  const target = matchersOf(item, "target_").matchers;
  const found: Found[] = [];
  if (source.length === 0)
    found.push({
      line,
      reason: "the inhibition has no source: any alert silences its targets",
      remedy: "add source_matchers",
    });
  if (target.length === 0)
    found.push({
      line,
      reason: "the inhibition has no target: it silences every alert",
      remedy: "add target_matchers",
    });
  if (source.length > 0 && written(source) === written(target)) {
    found.push({ line, reason: "source and target are the same alerts", remedy: "narrow the target" });
  }
  if (listAt(item, "equal").length === 0) {
    found.push({
      line,
      reason: 'without "equal" one alert silences its targets everywhere, of whatever service',
      remedy: "add equal: [service], or what else the two have in common",
    });
  }
  return found;
}
