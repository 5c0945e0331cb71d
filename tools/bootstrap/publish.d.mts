/**
 * Makes a file or folder appear at `target` whole or not at all: `make` gets a temporary path beside it, which is
 * renamed at the end. One process at a time; what a killed one left behind is removed. Returns `target`.
 */
export function publish(
  target: string,
  make: (temporary: string) => Promise<void>,
  onWait?: (pid: number) => void,
): Promise<string>;
