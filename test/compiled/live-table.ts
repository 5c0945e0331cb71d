import { routingTable, services, type Alert, type Channel } from "@monitoring/alerting";
import { waitFor, type GottenAlert, type LiveAlertmanager, type PostedAlert } from "./live-alertmanager.ts";

/** A row of the table as an Alertmanager behaves. */
export interface LiveRow {
  readonly alert: string;
  readonly receivers: readonly string[];
  readonly groupedBy: readonly string[];
  /** Alerts that hold it back, by name. */
  readonly heldBackBy: readonly string[];
}

/** What the model says of alerts. */
export function expectedTable(
  alerts: readonly Alert[],
  exists: (channel: Channel) => boolean,
): readonly LiveRow[] {
  return routingTable(alerts, exists).map((row) => ({
    alert: row.alert,
    receivers: [row.receiver],
    groupedBy:
      services(alerts.find(({ name }) => name === row.alert) ?? never()).length === 0
        ? ["alertname"]
        : ["alertname", "service"],
    heldBackBy: row.heldBack.map(({ by }) => by).sort(),
  }));
}

/**
 * What a real Alertmanager does with alerts: each is posted alone, then beside each of the others in turn. What should
 * not meet has an environment and services of its own.
 */
export async function liveTable(
  alertmanager: LiveAlertmanager,
  alerts: readonly Alert[],
  expected: readonly LiveRow[],
): Promise<readonly LiveRow[]> {
  const pairs = alerts.flatMap((target) =>
    alerts.filter((source) => source !== target).map((source) => ({ source, target })),
  );
  const posted = pairs.flatMap(({ source, target }) => {
    const common = services(source).find((service) => services(target).includes(service));
    const room = `${source.name}-${target.name}`;
    return [
      labelled(target, room, common, { role: "target", beside: source.name }),
      labelled(source, room, common, { role: "source" }),
    ];
  });
  const alone = alerts.map((alert) => labelled(alert, `alone-${alert.name}`, undefined, { role: "alone" }));
  await alertmanager.post([...posted, ...alone]);
  const read = async (): Promise<readonly LiveRow[]> => {
    const [all, groups] = await Promise.all([alertmanager.alerts(), alertmanager.groups()]);
    return alerts.map(({ name }) => row(name, all, groups));
  };
  // Inhibition takes effect a moment after the alerts are in.
  return waitFor("the table", 10, async () => {
    const found = await read();
    return JSON.stringify(found) === JSON.stringify(expected) ? found : undefined;
  }).catch(read);
}

function row(
  name: string,
  all: readonly GottenAlert[],
  groups: Awaited<ReturnType<LiveAlertmanager["groups"]>>,
): LiveRow {
  const own = (role: string) =>
    all.filter(({ labels }) => labels["alertname"] === name && labels["role"] === role);
  const [alone] = own("alone");
  const group = groups.find(({ alerts }) =>
    alerts.some(({ fingerprint }) => fingerprint === alone?.fingerprint),
  );
  return {
    alert: name,
    receivers: (alone?.receivers ?? []).map((receiver) => receiver.name),
    groupedBy: Object.keys(group?.labels ?? {}).sort(),
    heldBackBy: own("target")
      .filter(({ status }) => status.inhibitedBy.length > 0)
      .map(({ labels }) => labels["beside"] ?? "")
      .sort(),
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
    annotations: {
      summary: alert.name,
      description: alert.name,
      runbook_url: "https://runbooks.example.com",
    },
  };
}

function never(): never {
  throw new Error("the table names an alert that does not exist");
}
