import { createClient } from "redis";
import { reason, type Log } from "../runtime/log.ts";

/** Keeps answers for a while and counts; every method fails while Redis is away. */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, seconds: number): Promise<void>;
  /** Adds one to each counter and returns their new values; a counter vanishes after its seconds. */
  count(counters: readonly Counter[]): Promise<readonly number[]>;
  ping(): Promise<void>;
}

/** A counter that vanishes by itself. */
export interface Counter {
  readonly key: string;
  readonly seconds: number;
}

/** Where Redis is. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly password?: string;
}

const timeoutMs = 1_000;

/** The cache in Redis: connects in the background and again after every loss, for ever. */
export class RedisCache implements Cache {
  readonly #client: ReturnType<typeof create>;

  constructor(address: RedisAddress, log: Log) {
    this.#client = create(address);
    let last = "";
    this.#client.on("error", (error: unknown) => {
      // The client reports every attempt; the log hears of a state once.
      if (last !== reason(error)) log("redis is away", { error: reason(error) });
      last = reason(error);
    });
    this.#client.on("ready", () => {
      last = "";
      log("redis is connected");
    });
    this.#client.connect().catch((error: unknown) => {
      log("redis gave up", { error: reason(error) });
    });
  }

  async get(key: string): Promise<string | undefined> {
    return (await timely(this.#client.get(key))) ?? undefined;
  }

  async set(key: string, value: string, seconds: number): Promise<void> {
    await timely(this.#client.set(key, value, { expiration: { type: "EX", value: seconds } }));
  }

  async count(counters: readonly Counter[]): Promise<readonly number[]> {
    return timely(
      Promise.all(
        counters.map(async ({ key, seconds }) => {
          const [count] = await this.#client.multi().incr(key).expire(key, seconds).exec();
          return Number(count);
        }),
      ),
    );
  }

  async ping(): Promise<void> {
    await timely(this.#client.ping());
  }

  close(): void {
    this.#client.destroy();
  }
}

function create({ host, port, password }: RedisAddress) {
  return createClient({
    ...(password !== undefined && { password }),
    socket: {
      host,
      port,
      connectTimeout: 2_000,
      reconnectStrategy: (retries) => Math.min(100 * 2 ** Math.min(retries, 6), 5_000),
    },
    // A call fails at once while Redis is away, rather than waiting for its return.
    disableOfflineQueue: true,
    pingInterval: 10_000,
  });
}

async function timely<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`redis did not answer in ${timeoutMs} ms`));
    }, timeoutMs);
  });
  return Promise.race([work, deadline]).finally(() => {
    clearTimeout(timer);
  });
}
