import {
  startPrometheus as start,
  type LivePrometheus,
  type StartOptions,
} from "../../tools/src/live/prometheus.ts";

export type { AnsweredSeries, LivePrometheus } from "../../tools/src/live/prometheus.ts";

/** Starts a Prometheus with a configuration, and waits until it is ready. */
export async function startPrometheus(config: object, options: StartOptions): Promise<LivePrometheus> {
  const program = process.env["PROMETHEUS"];
  if (program === undefined)
    throw new Error("PROMETHEUS is not set; run these tests with: npm test -- compiled");
  return start(program, config, options);
}
