import type { Duration } from "@monitoring/collection";
import type { Severity } from "./severity.ts";

/**
 * How many times faster than allowed the budget is spent, seen over a long window, which makes sure that it matters,
 * and a short one, which ends the alert soon after the cause.
 */
export interface BurnRate {
  readonly factor: number;
  readonly long: Duration;
  readonly short: Duration;
}

/** Burn rates that are told to people in the same way. */
export interface BurnSpeed {
  /** End of the alerts' names. */
  readonly name: "Fast" | "Slow";
  readonly severity: Severity;
  /** How long it must hold. */
  readonly for: Duration;
  readonly rates: readonly [BurnRate, BurnRate];
  readonly interval: Duration;
  /** Step at which scenarios are evaluated, coarse enough for the windows. */
  readonly testStep: Duration;
  /** Time between the samples of scenarios; a rate over 5 minutes needs two. */
  readonly testInterval: Duration;
}

/**
 * Windows and factors of Google's SRE workbook for an objective over 30 days
 * (https://sre.google/workbook/alerting-on-slos/, "multiwindow, multi-burn-rate alerts"): 2 % of the budget in an hour
 * or 5 % in six hours page, 10 % in a day or in three days make a ticket.
 */
export const burnSpeeds: readonly [BurnSpeed, BurnSpeed] = [
  {
    name: "Fast",
    severity: "critical",
    // One odd evaluation, e.g. of a server that has just started, wakes nobody.
    for: "2m",
    rates: [
      { factor: 14.4, long: "1h", short: "5m" },
      { factor: 6, long: "6h", short: "30m" },
    ],
    interval: "1m",
    testStep: "5m",
    testInterval: "1m",
  },
  {
    name: "Slow",
    severity: "warning",
    // On a new stack the days of the window are its first minutes; an hour makes them a measurement.
    for: "1h",
    rates: [
      { factor: 3, long: "1d", short: "2h" },
      { factor: 1, long: "3d", short: "6h" },
    ],
    interval: "5m",
    testStep: "1h",
    testInterval: "2m",
  },
];
