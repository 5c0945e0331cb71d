import { randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { reason, type Log } from "../runtime/log.ts";
import { channels, type Draft, type Message } from "./message.ts";

const status = z.enum(["firing", "resolved"]);
const messageSchema = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  channel: z.enum(channels),
  status,
  alerts: z.array(
    z.object({
      name: z.string(),
      status,
      severity: z.string(),
      labels: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
  subject: z.string(),
  summary: z.string(),
  body: z.unknown(),
});

/** Which messages are asked for. */
export interface MessageQuery {
  readonly channel?: string | undefined;
  /** Received at this time or later. */
  readonly since?: Date | undefined;
  readonly alert?: string | undefined;
}

/** The newest messages, in memory and, where there is a file, a line each. */
export class MessageStore {
  #messages: Message[];
  readonly #max: number;
  readonly #file: string | undefined;
  readonly #log: Log;
  /** Lines that the file has; it is written anew at twice the maximum. */
  #lines: number;
  #writing: Promise<void> = Promise.resolve();

  private constructor(max: number, file: string | undefined, log: Log, messages: Message[], lines: number) {
    this.#max = max;
    this.#file = file;
    this.#log = log;
    this.#messages = messages.slice(-max);
    this.#lines = lines;
  }

  /** Opens the store with what its file holds; a line that was cut off is left out. */
  static async open(max: number, file: string | undefined, log: Log): Promise<MessageStore> {
    if (file === undefined) return new MessageStore(max, file, log, [], 0);
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, "utf8").catch(() => "");
    const lines = text.split("\n").filter((line) => line !== "");
    const messages = lines.map(parseLine).filter((message) => message !== undefined);
    if (messages.length < lines.length)
      log("lines left out", { file, lines: lines.length - messages.length });
    const store = new MessageStore(max, file, log, messages, lines.length);
    // A cut-off line would otherwise swallow the next one.
    if (text !== "" && (messages.length < lines.length || !text.endsWith("\n"))) store.#rewrite();
    return store;
  }

  add(draft: Draft): Message {
    const message: Message = { id: randomUUID(), receivedAt: new Date().toISOString(), ...draft };
    this.#messages = [...this.#messages, message].slice(-this.#max);
    this.#lines += 1;
    if (this.#lines > 2 * this.#max) this.#rewrite();
    else this.#write((file) => appendFile(file, `${JSON.stringify(message)}\n`, { mode: 0o600 }));
    return message;
  }

  /** The messages asked for, the oldest first. */
  list({ channel, since, alert }: MessageQuery = {}): readonly Message[] {
    return this.#messages.filter(
      (message) =>
        (channel === undefined || message.channel === channel) &&
        (since === undefined || new Date(message.receivedAt) >= since) &&
        (alert === undefined || message.alerts.some(({ name }) => name === alert)),
    );
  }

  clear(): void {
    this.#messages = [];
    this.#rewrite();
  }

  /** Waits until everything is in the file. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #rewrite(): void {
    this.#lines = this.#messages.length;
    const text = this.#messages.map((message) => `${JSON.stringify(message)}\n`).join("");
    this.#write(async (file) => {
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
    });
  }

  #write(work: (file: string) => Promise<void>): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#writing = this.#writing
      .then(() => work(file))
      .catch((error: unknown) => {
        this.#log("message not kept over a restart", { error: reason(error) });
      });
  }
}

function parseLine(line: string): Message | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
