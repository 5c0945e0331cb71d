import type { Alert } from "./alert.ts";
import { inhibitRules } from "./inhibition.ts";
import { compileMuteTimes, type MuteTimes } from "./mute-time.ts";
import { groupBy, routes, unknownSeverity, type Route } from "./route.ts";

/** What decides who is told of what, wherever it is placed. */
export interface RoutingInput {
  readonly alerts: readonly Alert[];
  readonly muteTimes: MuteTimes;
}

/** The parts of a configuration that Alertmanager and AMP read alike: routes, inhibition, mute times. */
export function compileRouting({ alerts, muteTimes }: RoutingInput): object {
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
      })),
    },
    inhibit_rules: inhibitRules(alerts),
    // The older of two names, because AMP knows only that one.
    ...(mutes.length > 0 && { mute_time_intervals: compileMuteTimes(muteTimes) }),
  };
}

function travel(route: Route): object {
  return {
    receiver: route.severity,
    group_wait: route.groupWait,
    group_interval: route.groupInterval,
    repeat_interval: route.repeatInterval,
  };
}
