import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import type { Log } from "../../runtime/log.ts";
import type { RedisAddress } from "../cache.ts";
import { repeat } from "./repeat.ts";
import type { Effect } from "./switch.ts";

const fullRatio = 0.95;
// Written as one byte at its end, so that the log of writes stays small.
const fillerBytes = 1_000_000;

/** Fills Redis to 95 % of its memory with keys that vanish by themselves, should they not be removed. */
export function fillRedis({ host, port, password }: RedisAddress, log: Log): Effect {
  return async (seconds) => {
    const client = createClient({ ...(password !== undefined && { password }), socket: { host, port } });
    client.on("error", () => undefined);
    await client.connect();
    const keys: string[] = [];
    const stop = repeat(1_000, "redis-filled", log, async () => {
      for (let free = freeBytes(await client.info("memory")); free > fillerBytes; free -= fillerBytes) {
        const key = `fault:filler:${keys.length}`;
        keys.push(key);
        await client.multi().setRange(key, fillerBytes, "x").expire(key, seconds).exec();
      }
    });
    return async () => {
      await stop();
      if (keys.length > 0) await client.unlink(keys);
      client.destroy();
    };
  };
}

/** How much may still be written until Redis is full, from what it says of its memory. */
export function freeBytes(info: string): number {
  const value = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
  return value("maxmemory") * fullRatio - value("used_memory");
}

/** More than the demo's Redis allows. */
const floodConnections = 120;
const heldMs = 500;

/** Opens more connections than Redis allows, for half a second of every three. */
export function floodRedis({ host, port }: RedisAddress, log: Log): Effect {
  return () =>
    Promise.resolve(
      repeat(2_500, "redis-connection-flood", log, async () => {
        const sockets = Array.from({ length: floodConnections }, () => open(host, port));
        await sleep(heldMs);
        for (const socket of sockets) socket.destroy();
      }),
    );
}

function open(host: string, port: number): Socket {
  const socket = createConnection({ host, port });
  // That it is refused is what it is for.
  return socket.on("error", () => undefined);
}
