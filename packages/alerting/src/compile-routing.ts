import type { Alert } from "./alert.ts";
import { inhibitRules } from "./inhibition.ts";
import { compileMuteTimes, type MuteTimes } from "./mute-time.ts";
import { drillInterval, drillLabel, groupBy, routes, unknownSeverity, type Route } from "./route.ts";

/** What decides who is told of what, wherever it is placed. */
export interface RoutingInput {
  readonly alerts: readonly Alert[];
  readonly muteTimes: MuteTimes;
  /** Whether drills are held on it. @default false */
  readonly drills?: boolean;
}

/** The parts of a configuration that Alertmanager and AMP read alike: routes, inhibition, mute times. */
export function compileRouting({ alerts, muteTimes, drills = false }: RoutingInput): object {
  const mutes = Object.keys(muteTimes).sort();
  const unknown = routes.find(({ severity }) => severity === unknownSeverity);
  return {
    route: {
      ...(unknown && travel(unknown)),
      group_by: [...groupBy],
      routes: routes.map((route) => ({
        matchers: [`severity="${route.severity}"`],
        ...travel(route),
        ...(route.mutable && mutes.length > 0 && { mute_time_intervals: mutes }),
        ...(drills && { routes: [drillRoute] }),
      })),
    },
    inhibit_rules: inhibitRules(alerts).map((rule) => ({
      ...rule,
      equal: [...rule.equal, ...(drills ? [drillLabel] : [])],
    })),
    // The older of two names, because AMP knows only that one.
    ...(mutes.length > 0 && { mute_time_intervals: compileMuteTimes(muteTimes) }),
  };
}

// All else is its parent's, but for mute times, which no route inherits.
const drillRoute = { matchers: [`${drillLabel}!=""`], group_interval: drillInterval };

function travel(route: Route): object {
  return {
    receiver: route.severity,
    group_wait: route.groupWait,
    group_interval: route.groupInterval,
    repeat_interval: route.repeatInterval,
  };
}
