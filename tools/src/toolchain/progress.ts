/** What a running step may say about itself: a short note that follows its title. */
export type Report = (note: string) => void;

/** Shows what is going on: one line when a step starts, one when it ends, and a sign of life in between. */
export interface Progress {
  /** Runs `work` as a step. Nothing is shown for a step of less than a second. */
  step<T>(title: string, estimateSeconds: number, work: (report: Report) => Promise<T>): Promise<T>;
  /** A line of its own. */
  line(text: string): void;
}

/** Where the lines go; `process.stderr` by default, so that stdout stays for a command's own output. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

interface Running {
  readonly title: string;
  readonly estimate: number;
  readonly since: number;
  note: string;
  shown: boolean;
  lastLine: number;
}

const quietMs = 1000;
const heartbeatMs = 15_000;

/** Progress on a terminal (a line that is redrawn) or in a log (a line per step and one every 15 s). */
export function createProgress(output: ProgressOutput = process.stderr): Progress {
  const running = new Set<Running>();
  const terminal = output.isTTY === true;
  let timer: NodeJS.Timeout | undefined;
  let drawn = false;

  const erase = () => {
    if (drawn) output.write("\r\u001b[2K");
    drawn = false;
  };
  const line = (text: string) => {
    erase();
    output.write(`${text}\n`);
  };
  const tick = () => {
    const now = Date.now();
    for (const step of running) {
      if (!step.shown && now - step.since >= quietMs) {
        step.shown = true;
        step.lastLine = now;
        line(`  ... ${step.title}${estimateText(step.estimate)}`);
      } else if (!terminal && step.shown && now - step.lastLine >= heartbeatMs) {
        step.lastLine = now;
        line(`  ... ${describe(step, now)}`);
      }
    }
    if (terminal) {
      const shown = [...running].filter((step) => step.shown).map((step) => describe(step, now));
      erase();
      if (shown.length === 0) return;
      output.write(shown.join(" | ").slice(0, (output.columns ?? 80) - 1));
      drawn = true;
    }
  };

  return {
    line,
    async step(title, estimate, work) {
      const step: Running = { title, estimate, since: Date.now(), note: "", shown: false, lastLine: 0 };
      running.add(step);
      timer ??= setInterval(tick, 250);
      try {
        const result = await work((note) => (step.note = note));
        if (step.shown || Date.now() - step.since >= quietMs)
          line(`  done ${title} (${seconds(step.since)})`);
        return result;
      } catch (error) {
        // The whole message comes at the end, when other steps have ended: until then its first line must do.
        const why = error instanceof Error ? `: ${error.message.split("\n")[0] ?? ""}` : "";
        line(`  FAILED ${title} (${seconds(step.since)})${why}`);
        throw error;
      } finally {
        running.delete(step);
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
          erase();
        }
      }
    },
  };
}

function describe(step: Running, now: number): string {
  const elapsed = `${Math.round((now - step.since) / 1000)} s`;
  const expected = step.estimate > 0 ? ` of about ${formatSeconds(step.estimate)}` : "";
  return `${step.title}: ${elapsed}${expected}${step.note ? `, ${step.note}` : ""}`;
}

function estimateText(estimate: number): string {
  return estimate > 0 ? `, about ${formatSeconds(estimate)}` : "";
}

/** A duration for people: `45 s`, `3 min`. */
export function formatSeconds(value: number): string {
  return value < 90 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
