import type { Alert } from "./alert.ts";
import type { Channel } from "./receiver.ts";
import { routes, told } from "./route.ts";
import { services } from "./inhibition.ts";

const loudness: readonly Alert["severity"][] = ["info", "warning", "high", "critical"];

/** Why somebody who should be told might not be, as sentences. */
export function routingProblems(
  alerts: readonly Alert[],
  exists: (channel: Channel) => boolean,
): readonly string[] {
  return [
    ...deaf(alerts, exists),
    ...alerts.flatMap((alert) => inhibition(alert, alerts)),
    ...circles(alerts),
  ];
}

/** Alerts that nobody would hear of. */
function deaf(alerts: readonly Alert[], exists: (channel: Channel) => boolean): string[] {
  const silent = routes.filter((route) => route.tells.length > 0 && told(route, exists).length === 0);
  return silent.flatMap(({ severity, tells, otherwise }) => {
    const lost = alerts.filter((alert) => alert.severity === severity).map(({ name }) => name);
    if (lost.length === 0) return [];
    const ways = [...tells, ...otherwise].join(", ");
    return [`nobody is told of alerts of severity ${severity} (${lost.join(", ")}); set up one of ${ways}`];
  });
}

function inhibition(target: Alert, alerts: readonly Alert[]): string[] {
  const { name, inhibitedBy = [] } = target;
  const says = (rest: string): string => `alert ${name} is inhibited by ${rest}`;
  if (target.severity === "heartbeat" && inhibitedBy.length > 0) {
    return [says(`${inhibitedBy.join(", ")}, but the heartbeat must always go out; remove inhibitedBy`)];
  }
  return inhibitedBy.flatMap((by) => {
    const source = alerts.find((alert) => alert.name === by);
    if (by === name) return [says("itself; remove the name")];
    if (source === undefined) return [says(`${by}, which does not exist; name an alert of the catalogue`)];
    if (source.severity === "heartbeat") return [says(`${by}, which always fires; remove the name`)];
    if (loudness.indexOf(source.severity) < loudness.indexOf(target.severity)) {
      return [
        says(
          `${by}, which is only ${source.severity} while it is ${target.severity}: fewer people would be told; ` +
            `raise ${by} or remove the name`,
        ),
      ];
    }
    if (services(source).length === 0 || services(target).length === 0) {
      return [says(`${by}, but a scenario of one of them has no label service, which says what they share`)];
    }
    return [];
  });
}

/** Alerts that hold each other back, so that nobody is told of either. */
function circles(alerts: readonly Alert[]): string[] {
  const by = new Map(alerts.map(({ name, inhibitedBy = [] }) => [name, inhibitedBy]));
  const reaches = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    (by.get(from) ?? []).some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))),
    );
  const inCircle = alerts
    .map(({ name, inhibitedBy = [] }) => ({ name, inhibitedBy }))
    .filter(({ name, inhibitedBy }) => !inhibitedBy.includes(name) && reaches(name, name, new Set()))
    .map(({ name }) => name);
  return inCircle.length === 0
    ? []
    : [`alerts ${inCircle.join(", ")} inhibit each other in a circle; nobody would be told of any`];
}
