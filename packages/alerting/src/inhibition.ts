import type { Alert } from "./alert.ts";
import type { Severity } from "./severity.ts";

/** A rule of Alertmanager: while a source fires, targets with the same values of `equal` tell nobody. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** What holds an alert back, of the alerts that its row and the ladder of severities name. */
export interface HeldBack {
  readonly by: string;
  /** The label that both must share. */
  readonly equal: "service" | "env";
}

/** Which severities one holds back in the same service: whoever is told of the worse knows. */
const ladder: readonly { readonly source: Severity; readonly targets: readonly Severity[] }[] = [
  { source: "critical", targets: ["high", "warning"] },
  { source: "high", targets: ["warning"] },
];

/** The ladder of severities within each service, then what the alerts' rows say of each other. */
export function inhibitRules(alerts: readonly Alert[]): readonly InhibitRule[] {
  return [
    ...ladder.map(({ source, targets }) => ({
      // Without a service nothing says that two alerts are about the same thing. In the order that Alertmanager gives.
      source_matchers: ['service!=""', `severity="${source}"`],
      target_matchers: [`severity=~"${targets.join("|")}"`],
      equal: ["service"],
    })),
    ...alerts.flatMap((source) =>
      (["service", "env"] as const).flatMap((equal) => {
        const targets = alerts
          .filter((target) => shared(source, target) === equal)
          .map(({ name }) => name)
          .sort();
        if (targets.length === 0) return [];
        return [
          {
            source_matchers: [`alertname="${source.name}"`],
            target_matchers: [`alertname=~"${targets.join("|")}"`],
            equal: [equal],
          },
        ];
      }),
    ),
  ];
}

/** What holds an alert back: what its row names first, then what is worse in the same service. */
export function heldBack(target: Alert, alerts: readonly Alert[]): readonly HeldBack[] {
  const named = alerts.flatMap((source) => {
    const equal = shared(source, target);
    return equal === undefined ? [] : [{ by: source.name, equal }];
  });
  const worse = ladder.flatMap(({ source, targets }) =>
    targets.some((severity) => severity === target.severity)
      ? alerts.filter(({ severity }) => severity === source)
      : [],
  );
  const sameService = worse
    .filter((source) => overlap(services(source), services(target)))
    .map(({ name }) => ({ by: name, equal: "service" as const }));
  return [...named, ...sameService.filter(({ by }) => !named.some((row) => row.by === by))];
}

/**
 * The label by which a source, if the target's row names it, holds the target back. The service, where they have one in
 * common or the source may be about any; what depends on another service shares the environment with it.
 */
function shared(source: Alert, target: Alert): HeldBack["equal"] | undefined {
  if (!target.inhibitedBy?.includes(source.name)) return undefined;
  const [one, other] = [services(source), services(target)];
  return one.length === 1 && other.length > 0 && !overlap(one, other) ? "env" : "service";
}

/** The services that an alert's scenarios say it is about. */
export function services(alert: Alert): readonly string[] {
  return [...new Set(alert.fires.flatMap(({ labels }) => labels["service"] ?? []))];
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.some((service) => other.includes(service));
}
