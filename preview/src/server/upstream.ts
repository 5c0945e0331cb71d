/** What a server behind the preview answered. */
export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** Asks a server behind the preview for a path with its query. */
export type Upstream = (path: string) => Promise<Answer>;

const patienceMs = 30_000;

/** A server at a URL. One that does not answer is an answer, too. */
export function serverAt(url: string): Upstream {
  return async (path) => {
    try {
      const response = await fetch(`${url}${path}`, {
        signal: AbortSignal.timeout(patienceMs),
        redirect: "error",
      });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      const { message, cause } = error as Error;
      const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
      return { status: 502, body: JSON.stringify({ error: `${new URL(url).host} does not answer: ${why}` }) };
    }
  };
}

/** The only questions that are passed on: those that read, and that the page asks. */
export const readable: Readonly<Record<"prometheus" | "alertmanager", RegExp>> = {
  prometheus: /^\/api\/v1\/(?:query|query_range|labels|label\/[a-zA-Z_][a-zA-Z0-9_]*\/values)$/,
  alertmanager: /^\/api\/v2\/alerts$/,
};
