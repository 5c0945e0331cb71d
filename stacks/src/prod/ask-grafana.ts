import { ampDataSource } from "@monitoring/visualization";
import { keyProblem, setSecretCommand } from "../config.ts";

/** What an update would trip over at Grafana. */
export interface GrafanaObstacle {
  /** `silent` where no answer came, so that nothing is known of the token and the plugin. */
  readonly kind: "silent" | "refuses";
  readonly message: string;
}

/** A Grafana server, and what an update authenticates to it with. */
export interface GrafanaServer {
  /** With its path where it is served below one. */
  readonly url: string;
  /** A service account's token, or `user:password`. */
  readonly auth: string;
}

const { type: plugin } = ampDataSource;

/** What an update does there, as Grafana names it; the role Admin may do all of it. */
const actions = [
  "annotations:create",
  "dashboards:create",
  "datasources:create",
  "folders.permissions:write",
  "folders:create",
  "orgs.preferences:write",
];

/**
 * An address that is none, a token that is not taken or may too little, a plugin that is not installed. Asks only, and
 * changes nothing.
 * @param timeoutMs for each answer
 */
export async function grafanaObstacle(
  server: GrafanaServer,
  timeoutMs = 10_000,
): Promise<GrafanaObstacle | undefined> {
  const base = server.url.replace(/\/+$/, "");
  const get = (path: string): Promise<GrafanaAnswer> => askGrafana(server, path, timeoutMs);
  try {
    const wrong =
      isGrafana(base, await get("/api/org"), server.auth) ??
      hasPlugin(base, await get(`/api/plugins/${plugin}/settings`)) ??
      mayDoAll(base, await get("/api/access-control/user/actions"));
    return wrong === undefined ? undefined : { kind: "refuses", message: wrong };
  } catch (error) {
    const { message } = keyProblem(
      "grafanaUrl",
      `is ${base}, which does not answer (${reason(error, timeoutMs)}); write the address at which Grafana opens in a ` +
        "browser, and see that this machine reaches it",
    );
    return { kind: "silent", message };
  }
}

function isGrafana(
  base: string,
  { status, location, body }: GrafanaAnswer,
  auth: string,
): string | undefined {
  if (location !== undefined) {
    return keyProblem(
      "grafanaUrl",
      `is ${base}, which sends its visitors to ${location}; write the address at which Grafana itself answers`,
    ).message;
  }
  const words = body?.["message"];
  if ((status === 401 || status === 403) && typeof words === "string") {
    // Some other server may echo what it was sent.
    const said = words.includes(auth) ? "" : `, "${words.slice(0, 80)}"`;
    return keyProblem(
      "grafanaAuth",
      `(a secret, not shown) is not taken by ${base} (HTTP ${status}${said}): it has expired, was deleted, or is of ` +
        `another Grafana; ${renew}`,
    ).message;
  }
  if (status === 200 && typeof body?.["id"] === "number") return undefined;
  return keyProblem(
    "grafanaUrl",
    `is ${base}, which does not answer /api/org as Grafana does (HTTP ${status}); write the address at which Grafana ` +
      "opens in a browser, with its path if it has one",
  ).message;
}

/** Whoever may not ask whether it is installed is not told that it is missing. */
function hasPlugin(base: string, { status }: GrafanaAnswer): string | undefined {
  if (status !== 404) return undefined;
  return keyProblem(
    "grafanaUrl",
    `is ${base}, which lacks the plugin ${plugin}: every dashboard reads through it; install it there (Administration > ` +
      `Plugins and data > Plugins, or grafana cli plugins install ${plugin} and a restart)`,
  ).message;
}

/** A Grafana that does not tell what a token may, as old ones, says it when the update is under way. */
function mayDoAll(base: string, { status, body }: GrafanaAnswer): string | undefined {
  const missing = actions.filter((action) => body?.[action] !== true);
  if (status !== 200 || missing.length === 0) return undefined;
  return keyProblem(
    "grafanaAuth",
    `(a secret, not shown) may not do all of an update at ${base}: it lacks ${missing.join(", ")}; ${renew}`,
  ).message;
}

const renew =
  "make a token of a service account with the role Admin (Administration > Users and access > Service accounts), " +
  `then: ${setSecretCommand("grafanaAuth")} --stack prod`;

/** What Grafana answered. */
export interface GrafanaAnswer {
  readonly status: number;
  /** Where a redirection leads: scheme, host and port. */
  readonly location: string | undefined;
  /** The JSON object that came; none where it was anything else. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** Asks a Grafana for a path of its API. @throws where no answer comes @param timeoutMs for the answer */
export async function askGrafana(
  { url: base, auth }: GrafanaServer,
  path: string,
  timeoutMs = 10_000,
): Promise<GrafanaAnswer> {
  const url = `${base.replace(/\/+$/, "")}${path}`;
  const response = await fetch(url, {
    headers: { authorization: authorization(auth), accept: "application/json" },
    // A token goes to the address that was written, and nowhere else.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const location = response.headers.get("location");
  return {
    status: response.status,
    location: location === null ? undefined : new URL(location, url).origin,
    body: jsonObject(await response.text()),
  };
}

function authorization(auth: string): string {
  return auth.includes(":") ? `Basic ${Buffer.from(auth).toString("base64")}` : `Bearer ${auth}`;
}

function jsonObject(text: string): GrafanaAnswer["body"] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as GrafanaAnswer["body"]) : undefined;
  } catch {
    return undefined;
  }
}

/** The code of a connection that failed, such as ENOTFOUND. */
function reason(error: unknown, timeoutMs: number): string {
  const { name, message, cause } = error as Error & { readonly cause?: Error & { readonly code?: string } };
  return name === "TimeoutError"
    ? `nothing within ${timeoutMs / 1000} s`
    : (cause?.code ?? cause?.message ?? message);
}
