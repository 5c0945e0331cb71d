import {
  alertsOf,
  boundTools,
  detectionBound,
  expression,
  hasReceiver,
  hasten,
  hastenedInterval,
  routeOf,
  routingTable,
  drillInterval,
  tune,
  type Alert,
  type Channel,
  type RuleGroup,
} from "@monitoring/alerting";
import { parsePromql, promqlSeconds, seconds } from "@monitoring/collection";
import { detections, resolveReceivers, type Config } from "@monitoring/stacks";
import type { DrilledFault, FaultAction } from "./fault-action.ts";
import {
  changes,
  inRealTime,
  judgedApart,
  paceApart,
  paces,
  undrilled,
  usualPace,
  type Change,
} from "./pace.ts";

/** An alert to be set off, and what is to be expected then. */
export interface Drill {
  readonly alert: string;
  readonly severity: Alert["severity"];
  readonly fault: DrilledFault;
  /** How many times faster time runs for its rule; nothing where the stack's own Prometheus judges. */
  readonly pace?: number;
  readonly change?: Change;
  /** Who is told when it fires and when it ends. */
  readonly firing: readonly Channel[];
  readonly resolved: readonly Channel[];
  /** Most seconds from the fault to the notification, for a fault that is there at once. */
  readonly detectionSeconds: number;
  /** Most seconds from the fault's end to the notice of it, about. */
  readonly endSeconds: number;
}

/** What is done once, and every alert that it sets off. */
export interface Exercise {
  readonly action: FaultAction;
  readonly drills: readonly Drill[];
}

/** An alert that is not drilled. */
export interface Undrilled {
  readonly alert: string;
  readonly severity: Alert["severity"];
  readonly why: string;
}

/** What of a stack's alerts is drilled. */
export interface Plan {
  readonly drills: readonly Drill[];
  readonly undrilled: readonly Undrilled[];
  /** The rules of the drill's Prometheus. */
  readonly judged: readonly RuleGroup[];
  /** The rules of the one that judges what becomes of a judge. */
  readonly judgedApart: readonly RuleGroup[];
}

/** Plans the drill of every alert of a stack. */
export function planDrills(config: Config): Plan {
  const groups = tune(boundTools(config.catalogue.rules, config.mcpTools), config.alerts);
  const alerts = alertsOf(groups);
  const reasons = alerts.flatMap((alert): Undrilled[] => {
    const why = undrilled[alert.name] ?? (alert.fault === "none" ? "its row names no fault" : undefined);
    return why === undefined ? [] : [{ alert: alert.name, severity: alert.severity, why }];
  });
  const drilled = alerts.filter(({ name }) => !reasons.some((row) => row.alert === name));
  const [apart, together] = [true, false].map((wanted) =>
    drilled.filter(({ name }) => !inRealTime.includes(name) && judgedApart.includes(name) === wanted),
  );
  const judged = groups.map((group) => judgedGroup(group, together ?? [], paces[group.name] ?? usualPace));
  const further = groups.map((group) => judgedGroup(group, apart ?? [], paceApart));
  const hastened = [...judged, ...further];
  const table = routingTable(alerts, hasReceiver(resolveReceivers(config).receivers));
  const real = detections(config);
  return {
    undrilled: reasons,
    judged,
    judgedApart: further,
    drills: drilled.map((alert): Drill => {
      const row = table.find((one) => one.alert === alert.name);
      const live = inRealTime.includes(alert.name);
      const change = changes[alert.name];
      return {
        alert: alert.name,
        severity: alert.severity,
        fault: alert.fault as DrilledFault,
        ...(!live && { pace: paceOf(alert.name, groups) }),
        ...(change && { change }),
        firing: row?.firing ?? [],
        resolved: row?.resolved ?? [],
        detectionSeconds: live
          ? (real.find((one) => one.alert === alert.name)?.seconds ?? 0)
          : detectionBound(alertOf(alert.name, hastened), hastened, () => seconds(hastenedInterval)),
        endSeconds: endBound(alertOf(alert.name, live ? groups : hastened), live ? groups : hastened, live),
      };
    }),
  };
}

/** The drills by what is done for them: two faults may be one action. */
export function exercisesOf(
  drills: readonly Drill[],
  faults: Readonly<Record<DrilledFault, FaultAction>>,
): readonly Exercise[] {
  return [...new Set(drills.map(({ fault }) => faults[fault]))].map((action) => ({
    action,
    drills: drills.filter(({ fault }) => faults[fault] === action),
  }));
}

function paceOf(alert: string, groups: readonly RuleGroup[]): number {
  if (judgedApart.includes(alert)) return paceApart;
  const group = groups.find(({ alerts }) => alerts.some(({ name }) => name === alert));
  return paces[group?.name ?? ""] ?? usualPace;
}

/** A group with some of its alerts for the drill's Prometheus, and every recording: other groups read them. */
function judgedGroup(group: RuleGroup, chosen: readonly Alert[], pace: number): RuleGroup {
  const alerts = group.alerts
    .filter(
      // The heartbeat, so that there is always something to hand over.
      ({ name, severity }) => severity === "heartbeat" || chosen.some((alert) => alert.name === name),
    )
    .map((alert) => changedAlert(alert, changes[alert.name]));
  return hasten({ ...group, alerts }, pace);
}

/** An alert with what a drill changes about it. @throws if there is nothing to change */
export function changedAlert(alert: Alert, change: Change | undefined): Alert {
  if (change === undefined) return alert;
  const { threshold, replace } = change;
  if (threshold !== undefined) {
    if (alert.threshold === undefined) throw new Error(`${alert.name} has no threshold to change`);
    return { ...alert, threshold: { ...alert.threshold, value: threshold } };
  }
  if (replace === undefined) return alert;
  const expr = expression(alert);
  const text = expr.text.replaceAll(replace.from, replace.to);
  if (text === expr.text) throw new Error(`${alert.name} has no ${replace.from} to change`);
  const { threshold: _inTheExpression, ...row } = alert;
  return { ...row, expr: { ...expr, text } };
}

/**
 * How long an alert may last after its cause: until the longest window has forgotten it, the time that it goes on
 * firing, an evaluation, and the news' own wait.
 */
function endBound(alert: Alert, groups: readonly RuleGroup[], live: boolean): number {
  const group = groups.find(({ alerts }) => alerts.some(({ name }) => name === alert.name));
  const interval = group === undefined ? 0 : seconds(group.interval);
  const kept = alert.keepFiringFor === undefined ? 0 : seconds(alert.keepFiringFor);
  const wait = seconds(live ? routeOf(alert).groupInterval : drillInterval);
  return longestWindow(expression(alert).text, groups) + interval + kept + wait;
}

/** The longest stretch of time that a text looks back on, through the recordings that it reads. */
function longestWindow(text: string, groups: readonly RuleGroup[]): number {
  const { selectors } = parsePromql(text);
  const windows = selectors.map(({ metric, range }) => {
    const recorded = groups.flatMap(({ recordings }) => recordings).find(({ name }) => name === metric);
    const within = range === undefined ? 0 : promqlSeconds(range);
    return within + (recorded ? longestWindow(recorded.expr.text, groups) : 0);
  });
  return Math.max(0, ...windows);
}

function alertOf(name: string, groups: readonly RuleGroup[]): Alert {
  const found = alertsOf(groups).find((alert) => alert.name === name);
  if (found === undefined) throw new Error(`no alert ${name}`);
  return found;
}
