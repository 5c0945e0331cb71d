import {
  httpDurationBucketRate,
  httpErrorRate,
  httpRequestRate,
  missedRequestRate,
  seconds,
  slowRequestRate,
  timedRequestRate,
  up,
  wantedRequestRate,
  type Duration,
  type Metric,
  type Recording,
} from "@monitoring/collection";
import type { BurnSpeed } from "../burn-rate.ts";
import { budget, errorRatio } from "../compile-slo.ts";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";
import type { Slo } from "../slo.ts";

const of = (service: string, value: number): RecordedSample => ({ labels: { service }, value });

// What a rule reads is given as it is recorded, not as an exporter tells it: a month of scrapes would take minutes.
const steps = 20;

/** Values over twice a window: the first half, and each half of what is then looked at. */
const overWindow = (before: number, first: number, second: number): string =>
  `${before}x${steps} ${first}x${steps / 2 - 1} ${second}x${steps / 2 - 1}`;
const steadily = (value: number): string => overWindow(value, value, value);

const inputs = (
  bad: Metric,
  total: Metric,
  service: string,
  values: readonly [string, string],
): InputSeries[] => [series(bad, { service }, values[0]), series(total, { service }, values[1])];

/** The ratio of an objective over a window, of a service that is busy and of three with hardly any traffic. */
function ratioScenario(slo: Slo, window: Duration): RecordingScenario {
  const length = seconds(window);
  const step: Duration = `${length / steps}s`;
  const { bad, total, minimumTraffic: least } = slo;
  return {
    recording: errorRatio(slo, window),
    when: "one service is busy, and others are asked as much as it takes, a little more and less",
    interval: step,
    step,
    series: [
      ...inputs(bad, total, "busy", [overWindow(0.5, 0.1, 0.3), overWindow(9, 1, 3)]),
      ...inputs(bad, total, "more", [steadily(0.011), steadily(least * 1.1)]),
      ...inputs(bad, total, "just", [steadily(0.01), steadily(least)]),
      ...inputs(bad, total, "less", [steadily(0.009), steadily(least * 0.9)]),
    ],
    at: `${2 * length}s`,
    gives: [of("busy", 0.1), of("more", 0.2)],
  };
}

/** The ratios of each objective that an alert of that speed reads. */
export function ratioScenarios(slos: readonly Slo[], { rates }: BurnSpeed): readonly RecordingScenario[] {
  return slos.flatMap((slo) =>
    rates.flatMap(({ short, long }) => [ratioScenario(slo, short), ratioScenario(slo, long)]),
  );
}

/** What is left of each objective's budget, of a service that spends it and of others with hardly any traffic. */
export function budgetScenario(remaining: Recording, slos: readonly Slo[]): RecordingScenario {
  const period = seconds(slos[0]?.period ?? "30d");
  const step: Duration = `${period / steps}s`;
  return {
    recording: remaining,
    when: "a busy service spends its budgets, and others are asked as much as it takes, a little more and less",
    interval: step,
    step,
    series: slos.flatMap((slo) => {
      const { bad, total } = slo.spent ?? slo;
      const allowed = budget(slo);
      const least = Math.round(1 / allowed) / period;
      return [
        ...inputs(bad, total, "busy", [overWindow(9 * allowed, allowed, 2 * allowed), overWindow(30, 1, 3)]),
        ...inputs(bad, total, "more", [steadily(least * allowed), steadily(least * 1.1)]),
        ...inputs(bad, total, "just", [steadily(least * allowed), steadily(least)]),
        ...inputs(bad, total, "less", [steadily(least * allowed), steadily(least * 0.9)]),
      ];
    }),
    at: `${2 * period}s`,
    // One and a half of what two allow, and one of what one and a tenth allows.
    gives: slos.flatMap(({ label }) => [
      { labels: { service: "busy", slo: label }, value: 0.25 },
      { labels: { service: "more", slo: label }, value: 0.090909 },
    ]),
  };
}

const bucket = (service: string, le: string, rate: number): InputSeries =>
  series(httpDurationBucketRate, { service, le }, `${rate}x5`);

// Two days with a sample in half a minute: what is asked of a server grows from half day to half day.
const half = 12 * 120;
const growing = (...[first, ...rates]: readonly number[]): string =>
  [`${first ?? 0}x${half}`, ...rates.map((rate) => `${rate}x${half - 1}`)].join(" ");
const answers = (...last: readonly string[]): string => `1x${4 * half - last.length} ${last.join(" ")}`;
const target = (service: string, replica = "a", job = "mcp-server") => ({
  job,
  instance: `${service}-${replica}:3001`,
  service,
});

const outages: readonly InputSeries[] = [
  ...["away", "lost", "half"].flatMap((service) => [
    series(httpRequestRate, { service }, growing(1, 2, 3, 5)),
    series(httpErrorRate, { service }, growing(0.1, 0.2, 0.3, 0.5)),
  ]),
  // It has not answered for a minute, though a probe of it was scraped.
  series(up, target("away"), answers("1", "0", "0")),
  series(up, target("away", "a", "blackbox"), answers()),
  series(up, target("lost"), answers("1", "0")),
  series(up, target("half"), answers()),
  series(up, target("half", "b"), answers("0", "0", "0")),
];

/** What objectives are computed from, beside what alerts read. */
export const objectiveScenarios: readonly RecordingScenario[] = [
  {
    recording: timedRequestRate,
    when: "requests are timed",
    interval: "15s",
    series: [bucket("mcp-server", "1.0", 0.7), bucket("mcp-server", "+Inf", 1)],
    at: "15s",
    gives: [of("mcp-server", 1)],
  },
  {
    recording: slowRequestRate,
    when: "replicas write the bound in two ways, and of another server more is counted under it than in all",
    interval: "15s",
    step: "15s",
    series: [
      bucket("mcp-server", "1", 0.3),
      bucket("mcp-server", "1.0", 0.4),
      bucket("mcp-server", "5.0", 0.9),
      bucket("mcp-server", "+Inf", 1),
      bucket("torn", "1.0", 0.5),
      bucket("torn", "+Inf", 0.4),
    ],
    at: "15s",
    gives: [of("mcp-server", 0.3), of("torn", 0)],
  },
  ...[wantedRequestRate, missedRequestRate].map((recording): RecordingScenario => {
    const now = recording === wantedRequestRate ? 5 : 0.5;
    return {
      recording,
      when: "a server is away, of another a scrape was lost, and of a third one of two replicas is away",
      interval: "30s",
      step: "1h",
      series: outages,
      at: "48h",
      // Of the first, what was asked in the mean of the day before, all of which fails.
      gives: [of("away", 4), of("lost", now), of("half", now)],
    };
  }),
];
