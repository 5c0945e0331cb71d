import type { Log } from "../runtime/log.ts";
import type { Rejection } from "./message.ts";

const kept = 100;

/** The newest refused messages. */
export class Rejections {
  #list: readonly Rejection[] = [];
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  add(channel: Rejection["channel"], reason: string, from: string | undefined): void {
    const rejection = { at: new Date().toISOString(), channel, reason, from: from ?? "unknown" };
    this.#list = [...this.#list, rejection].slice(-kept);
    this.#log("message refused", { channel, reason, from: rejection.from });
  }

  /** The oldest first. */
  list(): readonly Rejection[] {
    return this.#list;
  }
}
