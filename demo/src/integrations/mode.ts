/** How an integration behaves. */
export type Mode = "up" | "slow" | "down";

/** An integration's behaviour, which becomes `up` again by itself. */
export class ModeSwitch {
  #mode: Mode = "up";
  #timer: NodeJS.Timeout | undefined;

  get mode(): Mode {
    return this.#mode;
  }

  set(mode: Mode, seconds: number): void {
    clearTimeout(this.#timer);
    this.#mode = mode;
    if (mode !== "up") {
      this.#timer = setTimeout(() => {
        this.#mode = "up";
      }, seconds * 1000);
    }
  }
}
