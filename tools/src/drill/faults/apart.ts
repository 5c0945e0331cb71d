import { setTimeout as sleep } from "node:timers/promises";
import { engine } from "../engine.ts";
import type { FaultAction } from "../fault-action.ts";
import { removeThrowaway } from "../stage.ts";

/** The name of the Prometheus that judges what becomes of a judge, after the stack's prefix and `drill-`. */
export const apartService = "prometheus-apart";

/** Megabytes that it may take. */
export const apartMemoryMb = 112;

// What the alert compares with is ten minutes old, which are 100 s.
const historySeconds = 105;
const pausedSeconds = 9;

/** A Prometheus that is frozen for a while: what it would have scraped in the meantime is lost. */
export const samplesLost: FaultAction = {
  says: `a throwaway Prometheus is frozen for ${pausedSeconds} s`,
  looksAt: ["samples"],
  changes: ["samples"],
  onsetSeconds: pausedSeconds + 5,
  megabytes: apartMemoryMb,
  prepare: async ({ startApart }) => {
    await startApart();
    await sleep(historySeconds * 1000);
  },
  cause: async ({ container }) => {
    await engine(["pause", container(`drill-${apartService}`)]);
    await sleep(pausedSeconds * 1000);
    await engine(["unpause", container(`drill-${apartService}`)]);
  },
  // It is over by itself, unless the drill was ended in the meantime.
  undo: async ({ container }) => {
    await engine(["unpause", container(`drill-${apartService}`)]).catch(() => "");
  },
  tidy: (stage) => removeThrowaway(stage, `drill-${apartService}`),
};
