import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { resendDelay } from "@monitoring/collection";
import { alertmanagerFiles, readConfig, secretsFolder } from "@monitoring/stacks";
import { startAlertmanager, type LiveAlertmanager } from "../../live/alertmanager.ts";
import { listen } from "../../loopback.ts";
import type { Seen, SeenByName } from "../own-fault.ts";
import { openWorld, type Stand, type World } from "../world.ts";

/** Whoever waits for the heartbeat, and an Alertmanager that sends it by the compiled route. */
interface Beating {
  readonly alertmanager: LiveAlertmanager;
  readonly world: World;
  /** When each beat was heard. */
  readonly beats: readonly number[];
  readonly close: () => Promise<void>;
}

// A beat a minute, and up to the group's 15 s later.
const betweenBeats = 75_000;
/** The most seconds for which the heart may beat after what it stands for has stopped. */
const atMost = 120;

async function openBeating(stand: Stand, name: string): Promise<Beating> {
  const beats: number[] = [];
  const receiver = createServer((_, response) => {
    beats.push(Date.now());
    response.end();
  });
  const port = await listen(receiver);
  const folder = mkdtempSync(join(tmpdir(), "monitoring-heartbeat-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "heartbeat-url"), `http://127.0.0.1:${port}/`);
  writeFileSync(join(folder, "heartbeat-token"), "token");
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const files = Object.entries(alertmanagerFiles(result.config)).map(([path, text]) => [
    path,
    text.replaceAll(secretsFolder, folder),
  ]);
  const alertmanager = await startAlertmanager(
    stand.alertmanager,
    Object.fromEntries(files) as Readonly<Record<string, string>>,
  );
  const world = await openWorld(stand, {
    name,
    groups: ["watchdog", "alertmanager"],
    alertmanager,
    // Not faster than in reality, as nothing is that Alertmanager waits for.
    start: { args: [`--rules.alert.resend-delay=${resendDelay}`] },
  });
  await world.seen("the first beat", async () => Promise.resolve(beats.length > 0));
  return {
    alertmanager,
    world,
    beats,
    close: async () => {
      await world.close();
      await alertmanager.stop();
      receiver.closeAllConnections();
      receiver.close();
      await once(receiver, "close");
      rmSync(folder, { recursive: true });
    },
  };
}

/** How long after the fault the last beat came, and what is wrong with it. */
function silence({ beats }: Beating, since: number): Seen {
  if (beats.length === 0) return { seconds: 0, wrong: "there was no beat before" };
  const seconds = Math.max(0, (Math.max(...beats) - since) / 1000);
  return { seconds, ...(seconds > atMost && { wrong: `a beat came after ${seconds.toFixed(0)} s` }) };
}

/** Prometheus is gone, and Alertmanager goes on with what it knows. */
export async function deadPrometheus(stand: Stand): Promise<SeenByName> {
  const beating = await openBeating(stand, "dead-prometheus");
  try {
    await beating.world.prometheus().stop();
    const since = Date.now();
    // Once it takes Watchdog for over there is nothing that it could send.
    const over = await beating.world.over("Watchdog", 2 * atMost);
    await sleep(betweenBeats / 5);
    return { "dead-prometheus": over.wrong === undefined ? silence(beating, since) : over };
  } finally {
    await beating.close();
  }
}

/** Alertmanager is gone: Prometheus knows, and can tell nobody. */
export async function deadAlertmanager(stand: Stand): Promise<SeenByName> {
  const beating = await openBeating(stand, "dead-alertmanager");
  const { world } = beating;
  try {
    beating.alertmanager.kill();
    const since = Date.now();
    const firing = 'ALERTS{alertname="AlertmanagerUnreachable",alertstate="firing"}';
    const known = await world.seen("AlertmanagerUnreachable", async () => (await world.value(firing)) === 1);
    await sleep(Math.max(0, since + betweenBeats - Date.now()));
    return { "dead-alertmanager": known.wrong === undefined ? silence(beating, since) : known };
  } finally {
    await beating.close();
  }
}

/** Both are gone. */
export async function deadStack(stand: Stand): Promise<SeenByName> {
  const beating = await openBeating(stand, "dead-stack");
  try {
    beating.alertmanager.kill();
    await beating.world.prometheus().stop();
    const since = Date.now();
    await sleep(betweenBeats);
    return { "dead-stack": silence(beating, since) };
  } finally {
    await beating.close();
  }
}
