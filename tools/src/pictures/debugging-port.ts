/** A connection to a browser's debugging port: commands with answers, and events. */
export interface DebuggingPort {
  /** Sends a command to a page, or to the browser itself. @throws with the browser's own words */
  readonly send: <T>(method: string, parameters?: object, session?: string) => Promise<T>;
  readonly close: () => void;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Connects to the address that a browser wrote down when it started. https://chromedevtools.github.io/devtools-protocol/ */
export async function connect(address: string): Promise<DebuggingPort> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const end = (): void => {
    for (const { reject } of waiting.values()) reject(new Error("the browser ended"));
    waiting.clear();
  };
  socket.addEventListener("message", ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as Message;
    const call = id === undefined ? undefined : waiting.get(id);
    if (call === undefined || id === undefined) return;
    waiting.delete(id);
    if (error) call.reject(new Error(error.message));
    else call.resolve(result);
  });
  socket.addEventListener("close", end);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    socket.addEventListener("error", () => {
      reject(new Error(`the browser's debugging port at ${address} does not answer`));
    });
  });
  let last = 0;
  return {
    send: <T>(method: string, parameters = {}, session?: string) =>
      new Promise<T>((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        socket.send(
          JSON.stringify({ id, method, params: parameters, ...(session && { sessionId: session }) }),
        );
      }),
    close: () => {
      socket.close();
    },
  };
}
