/** When the heartbeat was last heard. */
export interface HeartbeatState {
  readonly lastAt: string | null;
  readonly ageSeconds: number | null;
  readonly count: number;
  /** Whether it was heard lately enough. */
  readonly alive: boolean;
}

/** Counts heartbeats and tells the age of the last. */
export class Heartbeat {
  readonly #maxAgeSeconds: number;
  #lastAt: Date | undefined;
  #count = 0;

  constructor(maxAgeSeconds: number) {
    this.#maxAgeSeconds = maxAgeSeconds;
  }

  beat(at = new Date()): void {
    this.#lastAt = at;
    this.#count += 1;
  }

  state(now = new Date()): HeartbeatState {
    if (this.#lastAt === undefined) return { lastAt: null, ageSeconds: null, count: 0, alive: false };
    const ageSeconds = Math.max(0, Math.round((now.getTime() - this.#lastAt.getTime()) / 1000));
    const alive = ageSeconds <= this.#maxAgeSeconds;
    return { lastAt: this.#lastAt.toISOString(), ageSeconds, count: this.#count, alive };
  }
}
