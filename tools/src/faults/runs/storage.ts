import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeenByName } from "../own-fault.ts";
import { openWorld, type Stand, type World } from "../world.ts";

const groups = ["prometheus-storage"];

// A disk of its own in memory, which nobody else sees and which is gone with the process.
const onSmallDisk = (data: string): readonly string[] => [
  "unshare",
  ...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]),
  "--mount",
  "sh",
  "-c",
  'mkdir -p "$0" && mount -t tmpfs -o size=32m tmpfs "$0" && exec "$@"',
  data,
];

/** A disk that is full, and has room again. */
export async function fullDisk(stand: Stand): Promise<SeenByName> {
  const world = await openWorld(stand, { name: "full-disk", groups, start: { by: onSmallDisk } });
  try {
    await world.seen("a first sample", async () => (await world.value("up")) === 1);
    // It fires until there is a first one.
    await world.over("PrometheusWritesFailing");
    const { pid, data } = world.prometheus();
    const fill = join(`/proc/${pid}/root`, data, "fill");
    fillUp(fill);
    const told = await world.told(["PrometheusWritesFailing"]);
    if (told.wrong !== undefined) return { "full-disk": told };
    // It says of itself that it is well.
    const ready = await fetch(`${world.prometheus().url}/-/ready`);
    rmSync(fill);
    const again = await world.seen(
      "samples after room was made",
      async () => (await world.value("up")) === 1,
    );
    const wrong = ready.ok
      ? again.wrong
      : "Prometheus says of itself that it is not ready: the alert may wait for that";
    return { "full-disk": { ...told, ...(wrong !== undefined && { wrong }) } };
  } finally {
    await world.close();
  }
}

function fillUp(path: string): void {
  const file = openSync(path, "w");
  try {
    for (const size of [65_536, 512]) {
      const block = Buffer.alloc(size);
      try {
        for (;;) writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** A write-ahead log that was damaged while nothing ran. */
export async function damagedLog(stand: Stand): Promise<SeenByName> {
  const world = await openWorld(stand, { name: "damaged-log", groups });
  try {
    await sleep(8_000);
    await world.prometheus().stop();
    damage(world, "wal", 4096);
    const since = Date.now();
    await world.start();
    return { "damaged-log": await world.told(["PrometheusStorageCorrupted"], {}, since) };
  } finally {
    await world.close();
  }
}

/** A file of chunks that was damaged while nothing ran: in the middle, and at its beginning. */
export async function damagedChunks(stand: Stand): Promise<SeenByName> {
  const world = await openWorld(stand, { name: "damaged-chunks", groups });
  try {
    // A chunk is written once it has 120 samples, at one a second.
    const written = await world.seen(
      "a chunk on the disk",
      () => Promise.resolve(readdirSync(join(world.prometheus().data, "chunks_head")).length > 0),
      Date.now(),
      240,
    );
    if (written.wrong !== undefined) return { "damaged-chunk": written, "damaged-file": written };
    await world.prometheus().stop("SIGTERM");
    const path = firstFile(world, "chunks_head");
    const sound = readFileSync(path);
    damage(world, "chunks_head", 60);
    const since = Date.now();
    await world.start();
    const told = await world.told(["PrometheusStorageCorrupted"], {}, since);
    await world.prometheus().stop();
    writeFileSync(path, sound);
    damage(world, "chunks_head", 0);
    const begun = Date.now();
    const said = await world.start().then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
    const ended = {
      seconds: (Date.now() - begun) / 1000,
      ...(!said.includes("invalid magic number") && {
        wrong: `Prometheus starts, or says something else: ${said}`,
      }),
    };
    return { "damaged-chunk": told, "damaged-file": ended };
  } finally {
    await world.close();
  }
}

/** Writes nonsense into the first file of a folder of the data. */
function damage(world: World, folder: string, at: number): void {
  const file = openSync(firstFile(world, folder), "r+");
  writeSync(file, Buffer.from("damaged damaged damaged"), 0, 23, at);
  closeSync(file);
}

function firstFile(world: World, folder: string): string {
  const { data } = world.prometheus();
  const [first = ""] = readdirSync(join(data, folder)).sort();
  return join(data, folder, first);
}
