/** A line of a container's log. */
export interface LogLine {
  readonly service: string;
  /** As the engine stamps it, in UTC with nanoseconds. */
  readonly at: string;
  readonly text: string;
}

/** Lines that `docker logs --timestamps` printed. */
export function parseLog(service: string, output: string): readonly LogLine[] {
  return output
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const space = line.indexOf(" ");
      // An empty line has nothing after its stamp.
      return space === -1
        ? { service, at: line, text: "" }
        : { service, at: line.slice(0, space), text: line.slice(space + 1) };
    });
}

/** Lines of several containers in the order in which they were written. */
export function merge(logs: readonly (readonly LogLine[])[]): readonly LogLine[] {
  return logs.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Lines as they arrive in pieces: each whole line once, the rest when it is whole or at the end. */
export function lineReader(say: (line: string) => void): { push: (piece: string) => void; end: () => void } {
  let rest = "";
  return {
    push: (piece) => {
      const lines = `${rest}${piece}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) say(line);
    },
    end: () => {
      if (rest !== "") say(rest);
      rest = "";
    },
  };
}
