/** What happened, with its circumstances; never a secret. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** A logger that writes one JSON line per event to standard output. */
export function createLog(role: string): Log {
  return (event, fields) => {
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), role, event, ...fields })}\n`);
  };
}

/** An error's message, whatever was thrown; a refused connection to several addresses included. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reason).join(", ");
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${reason(error.cause)}` : error.message;
}
