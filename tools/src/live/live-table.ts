import { heldBack, routingTable, services, type Alert, type Channel } from "@monitoring/alerting";
import type { GottenAlert, GottenGroup, LiveAlertmanager, PostedAlert } from "./alertmanager.ts";

/** A row of the table of who is told of what, as an Alertmanager behaves. */
export interface LiveRow {
  readonly alert: string;
  readonly receivers: readonly string[];
  readonly groupedBy: readonly string[];
  /** Alerts that hold it back, by name. */
  readonly heldBackBy: readonly string[];
  /** Those of them that do so although they are about another service than the one that both have in common. */
  readonly heldBackFromAfar: readonly string[];
}

/** What the model says of alerts. */
export function expectedTable(
  alerts: readonly Alert[],
  exists: (channel: Channel) => boolean,
): readonly LiveRow[] {
  return routingTable(alerts, exists).map((row, i) => ({
    alert: row.alert,
    receivers: [row.receiver],
    groupedBy: alerts[i] && services(alerts[i]).length === 0 ? ["alertname"] : ["alertname", "service"],
    heldBackBy: row.heldBack.map(({ by }) => by).sort(),
    heldBackFromAfar: [],
  }));
}

/** Two alerts, of which one may hold the other back. */
interface Pair {
  readonly source: Alert;
  readonly target: Alert;
}

/** Every ordered pair. */
export function everyPair(alerts: readonly Alert[]): readonly Pair[] {
  return alerts.flatMap((target) =>
    alerts.filter((source) => source !== target).map((source) => ({ source, target })),
  );
}

/** The pairs of which one holds the other back, and of each alert some of which none does. */
export function tellingPairs(alerts: readonly Alert[]): readonly Pair[] {
  return alerts.flatMap((target, i) => {
    const by = heldBack(target, alerts).map((one) => one.by);
    const others = [...alerts.slice(i + 1), ...alerts.slice(0, i)];
    const indifferent = others.filter(({ name }) => !by.includes(name)).slice(0, 4);
    return others
      .filter((source) => by.includes(source.name) || indifferent.includes(source))
      .map((source) => ({ source, target }));
  });
}

/**
 * Alerts to post so that an Alertmanager shows what it does with each: alone, and beside others in turn. What should not
 * meet has an environment and services of its own.
 */
export function posted(alerts: readonly Alert[], pairs: readonly Pair[]): readonly PostedAlert[] {
  const together = pairs.flatMap(({ source, target }) => {
    const common = services(source).find((service) => services(target).includes(service));
    const room = `${source.name}-${target.name}`;
    return [
      labelled(target, room, common, { role: "target", beside: source.name }),
      labelled(source, room, common, { role: "source" }),
    ];
  });
  const apart = pairs
    .filter(({ source, target }) =>
      heldBack(target, alerts).some(({ by, equal }) => by === source.name && equal === "service"),
    )
    .flatMap(({ source, target }) => {
      const room = `apart-${source.name}-${target.name}`;
      return [
        labelled(target, room, "here", { role: "apart", beside: source.name }),
        labelled(source, room, "there", { role: "source" }),
      ];
    });
  const alone = alerts.map((alert) => labelled(alert, `alone-${alert.name}`, undefined, { role: "alone" }));
  return [...together, ...apart, ...alone];
}

/** What an Alertmanager does with what was {@link posted}. */
export async function liveTable(
  alertmanager: LiveAlertmanager,
  alerts: readonly Alert[],
): Promise<readonly LiveRow[]> {
  const [alone, groups, held] = await Promise.all([
    alertmanager.alerts({ filter: 'role="alone"' }),
    alertmanager.groups({ filter: 'role="alone"' }),
    alertmanager.alerts({ filter: 'role=~"target|apart"', active: "false", silenced: "false" }),
  ]);
  return alerts.map(({ name }) => row(name, alone, groups, held));
}

function row(
  name: string,
  alone: readonly GottenAlert[],
  groups: readonly GottenGroup[],
  held: readonly GottenAlert[],
): LiveRow {
  const own = ({ labels }: GottenAlert): boolean => labels["alertname"] === name;
  const heldIn = (role: string): readonly string[] =>
    held
      .filter(own)
      .filter(({ labels, status }) => labels["role"] === role && status.inhibitedBy.length > 0)
      .map(({ labels }) => labels["beside"] ?? "")
      .sort();
  const found = alone.find(own);
  return {
    alert: name,
    receivers: (found?.receivers ?? []).map((receiver) => receiver.name),
    groupedBy: Object.keys(groups.find(({ alerts }) => alerts.some(own))?.labels ?? {}).sort(),
    heldBackBy: heldIn("target"),
    heldBackFromAfar: heldIn("apart"),
  };
}

function labelled(
  alert: Alert,
  room: string,
  service: string | undefined,
  extra: Readonly<Record<string, string>>,
): PostedAlert {
  const about = service ?? services(alert)[0];
  return {
    labels: {
      alertname: alert.name,
      severity: alert.severity,
      env: `env-${room}`,
      ...(about !== undefined && { service: `${about}-${room}` }),
      ...extra,
    },
  };
}
