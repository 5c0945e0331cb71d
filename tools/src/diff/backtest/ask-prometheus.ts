import { ownCredentials } from "../../aws/own-credentials.ts";
import { signForAmp } from "../../aws/sign-for-amp.ts";
import { regionOf } from "../../silences/amp-api.ts";
import { UserError } from "../../user-error.ts";
import type { Ask } from "./history.ts";

/** A long range over many series takes its time. */
const patience = 120_000;

/** Asks a Prometheus, or with signed requests an AMP workspace. @throws UserError if it does not answer */
export async function askPrometheus(address: string): Promise<Ask> {
  const base = baseOf(address);
  const sign = base.host.startsWith("aps-workspaces")
    ? signForAmp({ region: regionOf(base.href), credentials: await ownCredentials() })
    : undefined;
  const ask: Ask = async (path, form) => {
    const url = new URL(`${base.href.replace(/\/$/, "")}/api/v1/${path}`);
    const body = new URLSearchParams(form).toString();
    const plain = { "content-type": "application/x-www-form-urlencoded" };
    const headers = sign ? await sign("POST", url, plain, body) : plain;
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { method: "POST", body, headers, signal });
    const answer = answerIn(await response.text());
    if (response.ok && answer.data !== undefined) return answer.data;
    throw new Error(answer.error ?? `${response.status} ${response.statusText}`);
  };
  await ask("query", { query: "1" }).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    const { message, cause } = error as Error;
    const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
    throw new UserError(
      `the Prometheus at ${base.host} does not answer (${why}); give the address that its own page has`,
    );
  });
  return ask;
}

function answerIn(text: string): { readonly data?: unknown; readonly error?: string } {
  try {
    return JSON.parse(text) as { readonly data?: unknown; readonly error?: string };
  } catch {
    return {};
  }
}

function baseOf(address: string): URL {
  const url = URL.parse(address);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(
    "--prometheus takes the address of a Prometheus or of an AMP workspace, e.g. http://127.0.0.1:9090",
  );
}
