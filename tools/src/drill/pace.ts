/** What a drill changes about an alert's rule, because the fault that would satisfy it is too large or too slow. */
export interface Change {
  readonly threshold?: number;
  /** A number of the expression that takes the place of another. */
  readonly replace?: { readonly from: string; readonly to: string };
  /** What is different and why, for the report. */
  readonly why: string;
}

/** Alerts that the stack's own Prometheus judges, in real time and with nothing changed. */
export const inRealTime: readonly string[] = ["McpServerDown", "HealthCheckFailing", "DatabaseDown"];

/** How many times faster time runs for a group's rules in the drill's Prometheus, where it is not {@link usualPace}. */
export const paces: Readonly<Record<string, number>> = {};

/** Makes 20 s of five minutes, and 40 s of ten. */
export const usualPace = 15;

/** Alerts whose rule is changed for the drill. */
export const changes: Readonly<Record<string, Change>> = {};

/** Alerts that are not drilled, with the reason. */
export const undrilled: Readonly<Record<string, string>> = {
  Watchdog:
    "it always fires: what would be drilled is its silence, and whoever waits for the heartbeat is told of that",
};
