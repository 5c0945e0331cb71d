import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How a double of Grafana's HTTP API behaves. */
export interface GrafanaMood {
  /** The token that it takes. */
  readonly token: string;
  /** Ids of its installed plugins. @default the one that the dashboards read through */
  readonly plugins?: readonly string[];
  /** What the token may do. @default everything */
  readonly actions?: readonly string[] | "untold";
  /** What it answers to further paths, e.g. to that of a dashboard. */
  readonly answers?: Readonly<Record<string, object>>;
  /** Answers of its own to every path instead of Grafana's, as another server would give. */
  readonly instead?: { readonly status: number; readonly body: string; readonly location?: string };
}

/** A double of Grafana's HTTP API. */
export interface GrafanaDouble {
  readonly url: string;
  /** Changes how it behaves from now on. */
  readonly become: (mood: GrafanaMood) => void;
  /** Method and path of every request, in their order. */
  readonly requests: readonly string[];
  readonly stop: () => Promise<void>;
}

const amp = "grafana-amazonprometheus-datasource";
const everything = [
  "annotations:create",
  "dashboards:create",
  "datasources:create",
  "folders.permissions:write",
  "folders:create",
  "orgs.preferences:write",
];

/**
 * A test double of what the check before an update asks Grafana; its words are those of Grafana 11 and 12. It proves what
 * the check says to an answer, not that a Grafana gives it.
 */
export async function grafanaDouble(mood: GrafanaMood): Promise<GrafanaDouble> {
  let now = mood;
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const { token, plugins = [amp], actions = everything, answers = {}, instead } = now;
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    const say = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (instead) {
      const { status, body, location } = instead;
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    } else if (request.headers.authorization !== `Bearer ${token}`) {
      say(401, { message: "Invalid API key", messageId: "api-key.invalid", statusCode: 401, traceID: "" });
    } else if (request.url !== undefined && request.url in answers) {
      say(200, answers[request.url] ?? {});
    } else if (request.url === "/api/org") {
      say(200, { id: 1, name: "Main Org." });
    } else if (plugins.some((id) => request.url === `/api/plugins/${id}/settings`)) {
      say(200, { id: amp, enabled: true });
    } else if (request.url === "/api/access-control/user/actions" && actions !== "untold") {
      say(200, Object.fromEntries(actions.map((action) => [action, true])));
    } else {
      say(404, { message: "Not found" });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become: (mood) => {
      now = mood;
    },
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
