import type { Duration, Metric } from "@monitoring/collection";
import type { Fault } from "./fault.ts";
import type { Runbook } from "./runbook.ts";
import type { Growth, InputSeries, NonEmpty } from "./scenario.ts";

/** Good and bad events, as many at each sample, for so many samples. */
export interface Events {
  readonly good: number;
  readonly bad: number;
  readonly samples: number;
}

/** What is promised to the people who use a service, and how it is measured. */
export interface Slo {
  /** Part of its alerts' names, e.g. `Availability`. */
  readonly name: string;
  /** Value of the label `slo`. */
  readonly label: string;
  /** Share of events that must be good, e.g. 0.999. */
  readonly objective: number;
  readonly period: Duration;
  /** Completes "40 % of ...": what a bad event is, e.g. `requests to mcp-server fail`, with a template for the service. */
  readonly failure: string;
  /** What missing the objective means for people. */
  readonly meaning: string;
  /** Bad events per second by service, over 5 minutes; 0, not nothing, where all are good. */
  readonly bad: Metric;
  /** All events per second by service, over 5 minutes. */
  readonly total: Metric;
  /** What the budget is spent on, where that is more than what alerts look at. @default bad and total */
  readonly spent?: { readonly bad: Metric; readonly total: Metric };
  /** Events per second under which a window says nothing: so few that one or two bad ones would be a high share. */
  readonly minimumTraffic: number;
  readonly runbook: Runbook;
  readonly fault: Fault;
  readonly inhibitedBy: readonly string[];
  /** Series of an exporter that show some events, for the scenarios. */
  readonly series: (events: NonEmpty<Events>) => readonly InputSeries[];
}

/** How a part of the events grows a counter. */
export function growth(events: readonly Events[], part: (one: Events) => number): readonly Growth[] {
  return events.map((one): Growth => [part(one), one.samples]);
}
