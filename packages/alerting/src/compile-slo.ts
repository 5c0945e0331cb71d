import {
  promql,
  recording,
  seconds,
  type Duration,
  type Promql,
  type Recording,
} from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import type { BurnRate, BurnSpeed } from "./burn-rate.ts";
import type { Slo } from "./slo.ts";
import { burnScenarios, quietScenarios, tolerated } from "./slo-scenarios.ts";

/** Share of events that may be bad. Rounded, because 1 - 0.999 is not quite 0.001. */
export function budget(slo: Slo): number {
  return Number((1 - slo.objective).toPrecision(6));
}

/** Share of bad events over a window; no value while there is too little traffic. */
export function errorRatio(slo: Slo, window: Duration): Recording {
  // Means of numerator and denominator, so that an hour with much traffic weighs more than one with little.
  const [bad, total] = [slo.bad, slo.total].map((rate) =>
    window === "5m" ? promql`${rate}` : promql`avg_over_time(${rate}[${window}])`,
  ) as [Promql, Promql];
  return recording(
    `service:slo_${slo.label}_errors:ratio_rate${window}`,
    [],
    promql`${bad} / (${total} > ${slo.minimumTraffic})`,
  );
}

/** The ratios of every window that an alert of that speed reads, the shortest first. */
export function sloRecordings(slo: Slo, speed: BurnSpeed): readonly Recording[] {
  return speed.rates.flatMap(({ short, long }) => [errorRatio(slo, short), errorRatio(slo, long)]);
}

/** The alert that the budget of an objective is spent too fast, with its proof. */
export function sloAlert(slo: Slo, speed: BurnSpeed): Alert {
  const [first, second] = speed.rates;
  const percent = `${Number((slo.objective * 100).toPrecision(6))} %`;
  const burns = (rate: BurnRate, allowed: number): Promql =>
    promql`(${errorRatio(slo, rate.long)} > ${rate.factor} * ${allowed} and ${errorRatio(slo, rate.short)} > ${rate.factor} * ${allowed})`;
  return {
    name: `Slo${slo.name}Burn${speed.name}`,
    severity: speed.severity,
    expr: (allowed) => promql`${burns(first, allowed)} or ${burns(second, allowed)}`,
    threshold: { value: budget(slo), unit: "ratio that may be bad" },
    for: speed.for,
    summary: `{{ $value | humanizePercentage }} of ${slo.failure}`,
    description: `${slo.meaning} The objective is ${percent} good over ${slo.period}; at this rate what it allows is spent ${exhausted(slo, speed)}.`,
    runbook: slo.runbook,
    fault: slo.fault,
    inhibitedBy: speed.name === "Slow" ? [...slo.inhibitedBy, `Slo${slo.name}BurnFast`] : slo.inhibitedBy,
    fires: burnScenarios(slo, speed, budget(slo), (window) => errorRatio(slo, window)),
    quiet: [
      ...quietScenarios(slo, speed, budget(slo)),
      tolerated(speed, budget(slo), (window) => errorRatio(slo, window)),
    ],
  };
}

function exhausted(slo: Slo, { rates: [first, second] }: BurnSpeed): string {
  const days = ({ factor }: BurnRate): string => String(Math.round(Number.parseInt(slo.period, 10) / factor));
  return `within ${days(first)} to ${days(second)} days`;
}

/** Share of the budget of each objective that is left, by the label `slo`; below 0 when it is overspent. */
export function errorBudgetRemaining(slos: readonly Slo[]): Recording<"slo"> {
  const parts = slos.map((slo) => {
    const { bad, total } = slo.spent ?? slo;
    // With fewer events than this a single bad one would overspend.
    const least = promql`${Math.round(1 / budget(slo))} / ${seconds(slo.period)}`;
    const left = promql`1 - avg_over_time(${bad}[${slo.period}]) / (avg_over_time(${total}[${slo.period}]) > ${least}) / ${budget(slo)}`;
    return promql`label_replace(${left}, "slo", "${slo.label}", "", "")`;
  });
  const [first = promql``, ...rest] = parts;
  return recording(
    "service_slo:error_budget_remaining:ratio",
    ["slo"],
    rest.reduce((before, part) => promql`${before} or ${part}`, first),
  );
}
