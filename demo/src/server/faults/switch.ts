import { reason, type Log } from "../../runtime/log.ts";
import { faultDescriptions, faultNames, type FaultName } from "./names.ts";

/** Undoes what a fault has changed. */
export type Undo = () => Promise<void>;

/** Breaks something for so many seconds; a fault without an effect is only looked up by the code it concerns. */
export type Effect = (seconds: number) => Promise<Undo>;

/** A fault as the switch lists it. */
export interface FaultState {
  readonly name: FaultName;
  readonly description: string;
  readonly on: boolean;
  /** When it ends by itself. */
  readonly until?: string;
}

interface ActiveFault {
  readonly until: Date;
  readonly timer: NodeJS.Timeout;
  readonly undo: Undo | undefined;
}

/** How long a fault lasts unless it is told otherwise. */
export const defaultFaultSeconds = 600;

/** Turns faults on, and off again by itself: a forgotten fault ends. */
export class FaultSwitch {
  readonly #effects: Readonly<Partial<Record<FaultName, Effect>>>;
  readonly #log: Log;
  readonly #active = new Map<FaultName, ActiveFault>();
  /** One change after the other, so that an effect is never started twice. */
  #queue: Promise<void> = Promise.resolve();

  constructor(effects: Readonly<Partial<Record<FaultName, Effect>>>, log: Log) {
    this.#effects = effects;
    this.#log = log;
  }

  isOn(name: FaultName): boolean {
    return this.#active.has(name);
  }

  list(): readonly FaultState[] {
    return faultNames.map((name) => {
      const until = this.#active.get(name)?.until.toISOString();
      const state = { name, description: faultDescriptions[name], on: until !== undefined };
      return until === undefined ? state : { ...state, until };
    });
  }

  /** Turns a fault on; one that is on already lasts from now. */
  turnOn(name: FaultName, seconds: number = defaultFaultSeconds): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end(name);
      const undo = await this.#effects[name]?.(seconds);
      const timer = setTimeout(() => void this.turnOff(name), seconds * 1000);
      this.#active.set(name, { until: new Date(Date.now() + seconds * 1000), timer, undo });
      this.#log("fault on", { fault: name, seconds });
    });
  }

  turnOff(name: FaultName): Promise<void> {
    return this.#inTurn(() => this.#end(name));
  }

  /** Turns every fault off. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all([...this.#active.keys()].map((name) => this.#end(name)));
    });
  }

  async #end(name: FaultName): Promise<void> {
    const fault = this.#active.get(name);
    if (fault === undefined) return;
    clearTimeout(fault.timer);
    this.#active.delete(name);
    await fault.undo?.().catch((error: unknown) => {
      this.#log("fault not undone", { fault: name, error: reason(error) });
    });
    this.#log("fault off", { fault: name });
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(change);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}
