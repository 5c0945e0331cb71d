import { seconds, type Duration, type Recording } from "@monitoring/collection";
import type { BurnRate, BurnSpeed } from "./burn-rate.ts";
import { series, type FiringScenario, type NonEmpty, type QuietScenario } from "./scenario.ts";
import type { Events, Slo } from "./slo.ts";

/** So many evaluations with a share of bad events. */
interface Phase {
  readonly steps: number;
  readonly badShare: number;
}

const perSample = 1000;
// Above a burn rate by less than half of it, so that a threshold that is half as high again would not be reached.
const above = 1.25;
const below = 0.8;
const slightlyAbove = 1.1;

/** The share of bad events over a window. */
type Ratio = (window: Duration) => Recording;

/**
 * Two scenarios a burn rate: all is well for as long as the longest window, then the budget burns, then all is well; and
 * the shares are given, a little more than is tolerated, and looked at as often as they are on a stack.
 */
export function burnScenarios(
  slo: Slo,
  speed: BurnSpeed,
  budget: number,
  ratio: Ratio,
): NonEmpty<FiringScenario> {
  const scenario = (rate: BurnRate): FiringScenario => {
    const badShare = rate.factor * above * budget;
    const before = { steps: stepsIn(longest(speed), speed), badShare: 0 };
    const burning = (steps: number): readonly Phase[] => [before, { steps, badShare }];
    const held = Math.ceil(seconds(speed.for) / seconds(speed.testStep));
    const first = firings(burning(stepsIn(longest(speed), speed)), speed, budget).findIndex((value) => value);
    const at = first + held;
    const phases = [
      ...burning(at + 1 - before.steps),
      { steps: 2 * stepsIn(rate.short, speed) + 1, badShare: 0 },
    ];
    const values = firings(phases, speed, budget);
    const until = values.findIndex((value, step) => step > at && value === undefined);
    return {
      when: `${percent(badShare)} of events have been bad for a while, ${rate.factor * above} times what the objective allows`,
      interval: speed.testInterval,
      series: slo.series(events(phases, speed)),
      at: time(at, speed),
      until: time(until, speed),
      labels: { service: "mcp-server" },
      summary: `${percent(values[at] ?? 0)} of ${slo.failure.replace("{{ $labels.service }}", "mcp-server")}`,
    };
  };
  const given = (rate: BurnRate): FiringScenario => {
    const share = round(rate.factor * slightlyAbove * budget);
    const held = seconds(speed.for) / seconds(speed.interval);
    const steps = (count: number): Duration => `${count * seconds(speed.interval)}s`;
    return {
      when: `${percent(share)} of events are bad over ${rate.long}, and over the last ${rate.short}`,
      interval: speed.interval,
      step: speed.interval,
      series: [rate.long, rate.short].map((window) =>
        series(ratio(window), { service: "mcp-server" }, `0x4 ${share}x${held + 4} 0x4`),
      ),
      at: steps(5 + held),
      until: steps(10 + held),
      labels: { service: "mcp-server" },
      summary: `${percent(share)} of ${slo.failure.replace("{{ $labels.service }}", "mcp-server")}`,
    };
  };
  const [first, second] = speed.rates;
  return [scenario(first), scenario(second), given(first), given(second)];
}

/** Of four services each has what is tolerated over one of the windows, and much more over the other. */
export function tolerated(speed: BurnSpeed, budget: number, ratio: Ratio): QuietScenario {
  const held = seconds(speed.for) / seconds(speed.interval);
  const share = (service: string, window: Duration, value: number) =>
    series(ratio(window), { service }, `${value}x${held + 10}`);
  return {
    kind: "below",
    when: "over the short or the long of two windows as many events are bad as are tolerated, and more over the other",
    interval: speed.interval,
    step: speed.interval,
    series: speed.rates.flatMap(({ factor, long, short }, i) => {
      const [exactly, more] = [factor * budget, factor * budget * 5];
      return [
        share(`long-${i}`, long, exactly),
        share(`long-${i}`, short, more),
        share(`short-${i}`, long, more),
        share(`short-${i}`, short, exactly),
      ];
    }),
    at: `${(held + 10) * seconds(speed.interval)}s`,
  };
}

/** Steady use just under what is tolerated, a burst that ends, too little traffic, none, and a restart. */
export function quietScenarios(slo: Slo, speed: BurnSpeed, budget: number): NonEmpty<QuietScenario> {
  const [high, low] = speed.rates;
  const steps = stepsIn(high.long, speed);
  const quiet = (
    kind: QuietScenario["kind"],
    when: string,
    phases: readonly Phase[],
    volume = perSample,
  ): QuietScenario => ({
    kind,
    when,
    interval: speed.testInterval,
    series: slo.series(events(phases, speed, volume)),
    at: time(
      phases.reduce((sum, phase) => sum + phase.steps, 0),
      speed,
    ),
  });
  const few = slo.minimumTraffic * 0.8 * seconds(speed.testInterval);
  return [
    quiet("below", `${percent(low.factor * below * budget)} of events are bad all the time`, [
      { steps: 2 * steps, badShare: low.factor * below * budget },
    ]),
    quiet("brief", `a burst of ${percent(Math.min(1, 4 * high.factor * budget))} bad events is over soon`, [
      { steps: stepsIn(longest(speed), speed), badShare: 0 },
      { steps: 1, badShare: Math.min(1, 4 * high.factor * budget) },
      { steps, badShare: 0 },
    ]),
    quiet("no-traffic", "every event is bad, but they are few", [{ steps, badShare: 1 }], few),
    quiet("no-traffic", "nothing happens at all", [{ steps, badShare: 1 }], 0),
  ];
}

/** The value that the alert would have at each evaluation, `for` aside: what its rules say, computed again. */
function firings(
  phases: readonly Phase[],
  { rates, testStep }: BurnSpeed,
  budget: number,
): readonly (number | undefined)[] {
  const shares = phases.flatMap(({ steps, badShare }) => Array<number>(steps).fill(badShare));
  const mean = (step: number, window: Duration): number => {
    const inWindow = shares.slice(Math.max(0, step - windowSteps(window, testStep)), step);
    return inWindow.reduce((sum, share) => sum + share, 0) / inWindow.length;
  };
  // At the first evaluation there is one sample of each counter and so no rate.
  return [undefined, ...shares].map((_, step) => {
    if (step === 0) return undefined;
    const burning = rates.find(
      ({ long, short, factor }) => Math.min(mean(step, long), mean(step, short)) > factor * budget,
    );
    return burning && mean(step, burning.long);
  });
}

function events(phases: readonly Phase[], speed: BurnSpeed, volume = perSample): NonEmpty<Events> {
  const samples = seconds(speed.testStep) / seconds(speed.testInterval);
  return phases.map(({ steps, badShare }) => ({
    good: round(volume * (1 - badShare)),
    bad: round(volume * badShare),
    samples: steps * samples,
  })) as unknown as NonEmpty<Events>;
}

function longest({ rates }: BurnSpeed): Duration {
  return rates[1].long;
}

function stepsIn(window: Duration, { testStep }: BurnSpeed): number {
  return windowSteps(window, testStep);
}

function windowSteps(window: Duration, step: Duration): number {
  return Math.max(1, seconds(window) / seconds(step));
}

function time(steps: number, { testStep }: BurnSpeed): Duration {
  return `${steps * seconds(testStep)}s`;
}

/** As humanizePercentage writes it. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))}%`;
}

function round(value: number): number {
  return Number(value.toPrecision(9));
}
