import { deployedAt, noDeployment, type Deployment } from "@monitoring/collection";
import { series, type InputSeries, type RecordingScenario } from "../scenario.ts";

const other = (values: string, of: Partial<Deployment>): InputSeries =>
  series(deployedAt, { ...noDeployment, ...of }, values);

/** Whether what was placed at second 0 keeps its time. */
const scenario = (
  when: string,
  interval: RecordingScenario["interval"],
  at: RecordingScenario["at"],
  value: number,
  input: readonly InputSeries[] = [],
): RecordingScenario => ({
  recording: deployedAt,
  when,
  interval,
  step: interval,
  series: input,
  at,
  gives: [{ labels: { ...noDeployment }, value }],
});

/** Whether the time of what was placed at second 0 is that of its first evaluation, and when it is a new one. */
export const deploymentScenarios: readonly RecordingScenario[] = [
  scenario("it has not been evaluated for four days", "96h", "192h", 0),
  scenario("it has not been evaluated for longer than a week", "240h", "480h", 20 * 86_400),
  scenario("other content and another commit were placed in between, this one twice", "15s", "30m", 900, [
    other("_x20 300x4 stale", { content: "2" }),
    other("_x40 600x19 900x4 stale", { commit: "def" }),
  ]),
  scenario("another stack was placed, of the same", "15s", "30m", 0, [
    other("_x40 600x4 stale", { stack: "other" }),
  ]),
  scenario(
    "what was placed before, by a clock that was ahead, is forgotten after a week",
    "120h",
    "240h",
    5 * 86_400,
    [other("999999 stale", { commit: "def" })],
  ),
];
