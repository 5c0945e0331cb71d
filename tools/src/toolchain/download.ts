import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const patienceMs = 5000;
const wholeMs = 600_000;

/** Downloads a file; gives the reason if the server does not answer within seconds or the download breaks off. */
export async function download(url: string, target: string): Promise<string | undefined> {
  const abort = new AbortController();
  let timer = setTimeout(() => {
    abort.abort(new Error(`no answer within ${patienceMs / 1000} s`));
  }, patienceMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) return `${url} answered ${response.status}`;
    clearTimeout(timer);
    timer = setTimeout(() => {
      abort.abort(new Error("the download took too long"));
    }, wholeMs);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(target), {
      signal: abort.signal,
    });
    return undefined;
  } catch (error) {
    await rm(target, { force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw error;
    return reason(error);
  } finally {
    clearTimeout(timer);
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return cause ?? error.message;
}
