import { alertmanagerFiles, readConfig } from "@monitoring/stacks";
import { startAlertmanager } from "../live/alertmanager.ts";
import type { SeenByName } from "./own-fault.ts";
import { hostileTargets } from "./runs/hostile.ts";
import { flappingTarget, refusedLogins, seriesFlood, wrongSamples } from "./runs/samples.ts";
import { deadAlertmanager, deadPrometheus, deadStack } from "./runs/silence.ts";
import { damagedChunks, damagedLog, fullDisk } from "./runs/storage.ts";
import type { Stand } from "./world.ts";

/** Each causes one or several of the faults. */
const runs: readonly ((stand: Stand) => Promise<SeenByName>)[] = [
  hostileTargets,
  wrongSamples,
  refusedLogins,
  flappingTarget,
  seriesFlood,
  fullDisk,
  damagedLog,
  damagedChunks,
  deadPrometheus,
  deadAlertmanager,
  deadStack,
];

/** Causes every fault that is not caused elsewhere, all side by side. */
export async function runFaults(programs: Omit<Stand, "shared">): Promise<SeenByName> {
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  // It decides who would be told, and tells nobody.
  const shared = await startAlertmanager(programs.alertmanager, alertmanagerFiles(result.config), {
    args: ["--dispatch.start-delay=1h"],
  });
  try {
    const seen = await Promise.all(runs.map((run) => run({ ...programs, shared }).catch(brokenOff(run))));
    return Object.assign({}, ...seen) as SeenByName;
  } finally {
    await shared.stop();
  }
}

/** What is seen of a run that could not go on: its own rows are not there, and those of the others are. */
function brokenOff(run: (stand: Stand) => Promise<SeenByName>): (error: unknown) => SeenByName {
  return (error) => ({ [run.name]: { seconds: 0, wrong: (error as Error).message } });
}
