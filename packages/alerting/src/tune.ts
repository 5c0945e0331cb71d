import type { Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import type { RuleGroup } from "./rule-group.ts";

/** What a stack's configuration may change about one alert. */
export interface Tuning {
  /** Takes the place of the row's threshold, in its unit. */
  readonly threshold?: number;
  readonly for?: Duration;
  readonly enabled?: boolean;
}

/** The same groups with some alerts changed or left out. Names that no alert has are ignored: configuration refuses them. */
export function tune(
  groups: readonly RuleGroup[],
  tunings: Readonly<Record<string, Tuning | undefined>>,
): readonly RuleGroup[] {
  return groups.map((group) => ({
    ...group,
    alerts: group.alerts
      .filter(({ name }) => tunings[name]?.enabled !== false)
      .map((alert) => tuned(alert, tunings[alert.name] ?? {})),
  }));
}

function tuned(alert: Alert, tuning: Tuning): Alert {
  const duration = { for: tuning.for ?? alert.for };
  if (alert.threshold === undefined || tuning.threshold === undefined) return { ...alert, ...duration };
  return { ...alert, ...duration, threshold: { ...alert.threshold, value: tuning.threshold } };
}
