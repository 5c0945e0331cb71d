import { describe, expect, test } from "@jest/globals";
import { waitForTargets } from "../src/targets-up.ts";

const patience = { totalMs: 20_000, standstillMs: 600 };

/** What Prometheus answers, one round of questions after the other; the last goes on for good. */
interface Round {
  readonly loaded?: boolean;
  readonly health?: Readonly<Record<string, string>>;
}

function prometheus(first: Round, ...later: readonly Round[]) {
  const rounds = [first, ...later];
  let round = first;
  const reports: string[] = [];
  return {
    reports,
    report: (text: string) => void reports.push(text),
    questions: {
      isLoaded: () => {
        round = rounds.shift() ?? round;
        return Promise.resolve(round.loaded);
      },
      get: () =>
        Promise.resolve(
          JSON.stringify({
            data: {
              activeTargets: Object.entries(round.health ?? {}).map(([instance, health]) => ({
                labels: { job: "a", service: "a", instance },
                scrapeUrl: "",
                health,
                lastError: health === "down" ? "refused" : "",
              })),
            },
          }),
        ),
    },
  };
}

describe("waiting for targets", () => {
  test("goes on while Prometheus still runs with its former configuration, whose targets are up", async () => {
    const former = { old: "up" };
    const { questions, report, reports } = prometheus(
      {},
      { loaded: false, health: former },
      { loaded: true, health: { new: "unknown" } },
      { loaded: true, health: { new: "up" } },
    );
    const { ready, targets } = await waitForTargets(questions, patience, report);
    expect([ready, targets.map(({ address }) => address)]).toEqual([true, ["new"]]);
    expect(reports).toEqual([
      "prometheus does not answer yet",
      "prometheus has not loaded its newest configuration yet",
      "0 of 1 targets are up",
    ]);
  });

  test("ends early when the same targets go on failing", async () => {
    const { questions, report } = prometheus({ loaded: true, health: { new: "up", broken: "down" } });
    const { ready, loaded, targets } = await waitForTargets(questions, patience, report);
    expect([ready, loaded]).toEqual([false, true]);
    expect(targets.filter(({ up }) => !up).map(({ error }) => error)).toEqual(["refused"]);
  });

  test("ends when the new configuration is never loaded, and says so", async () => {
    const { questions, report } = prometheus({ loaded: false, health: { old: "up" } });
    const { ready, loaded } = await waitForTargets(questions, { ...patience, totalMs: 600 }, report);
    expect([ready, loaded]).toEqual([false, false]);
  });
});
