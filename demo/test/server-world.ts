import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { listen } from "../src/runtime/http.ts";
import type { Cache, Counter } from "../src/server/cache.ts";
import type { FaultName } from "../src/server/faults/names.ts";
import { requestFaults, toolFaults } from "../src/server/faults/tools.ts";
import { McpEndpoint } from "../src/server/mcp-http.ts";
import { createMcpServer } from "../src/server/mcp-server.ts";
import { Metrics } from "../src/server/metrics.ts";
import { RateLimiter } from "../src/server/rate-limiter.ts";
import type { CustomerStore } from "../src/server/store.ts";
import { toolNames, tools } from "../src/server/tools/index.ts";
import { parseTokens, Tokens } from "../src/server/tokens.ts";
import { silent } from "./inbox-world.ts";

/** The tokens of the server under test. */
export const readToken = "read-token-0000000001";
export const writeToken = "write-token-000000001";

/** A store with one customer; it fails like a database that is away when it is told to. */
export class FakeStore implements CustomerStore {
  away = false;
  readonly logged: string[] = [];

  async customerHealth(id: string) {
    await this.#answer();
    if (id !== "cus_0001") return undefined;
    const figures = { healthScore: 70, interactions30d: 1, averageUsers30d: 9.5 };
    return { id, name: "Northwind Labs", plan: "business", renewalOn: "2027-01-01", ...figures };
  }

  async atRisk() {
    await this.#answer();
    return [];
  }

  async usage(id: string) {
    await this.#answer();
    return id === "cus_0001" ? [{ day: "2026-01-01", activeUsers: 3 }] : [];
  }

  async logInteraction(id: string, _kind: string, note: string) {
    await this.#answer();
    this.logged.push(note);
    return id === "cus_0001" ? this.logged.length : undefined;
  }

  async markSynced() {
    await this.#answer();
  }

  #answer(): Promise<void> {
    return this.away ? Promise.reject(new Error("connect ECONNREFUSED secret-host")) : Promise.resolve();
  }
}

/** Redis in a map, without expiry. */
export class FakeCache implements Cache {
  away = false;
  readonly #values = new Map<string, string>();

  async get(key: string) {
    await this.ping();
    return this.#values.get(key);
  }

  async set(key: string, value: string) {
    await this.ping();
    this.#values.set(key, value);
  }

  async count(counters: readonly Counter[]) {
    await this.ping();
    return counters.map(({ key }) => {
      const next = Number(this.#values.get(key) ?? 0) + 1;
      this.#values.set(key, String(next));
      return next;
    });
  }

  ping(): Promise<void> {
    return this.away ? Promise.reject(new Error("the client is offline")) : Promise.resolve();
  }
}

/** The MCP endpoint on a free loopback port, with everything behind it replaced. */
export async function openServer() {
  const store = new FakeStore();
  const cache = new FakeCache();
  const faults = new Set<FaultName>();
  const isOn = (name: FaultName): boolean => faults.has(name);
  const metrics = new Metrics({
    tools: toolNames,
    clients: ["reader", "writer"],
    pool: () => ({ size: 10, active: 4 }),
    otel: true,
  });
  const integrations = {
    syncAccount: () => Promise.resolve({ owner: "Ada" }),
    createTicket: () => Promise.resolve({ id: "TCK-1" }),
  };
  const before = toolFaults(isOn, new AbortController().signal);
  const endpoint = new McpEndpoint({
    tokens: new Tokens(
      parseTokens(
        {
          [readToken]: { clientId: "reader", scope: "read" },
          [writeToken]: { clientId: "writer", scope: "write" },
        },
        "tokens",
      ),
    ),
    tools,
    rateLimiter: new RateLimiter(cache, {
      burst: { requests: 5, seconds: 86_400 },
      sustained: { requests: 100, seconds: 86_400 },
    }),
    metrics,
    createServer: () => createMcpServer(tools, { store, cache, integrations }, before, silent),
    failing: requestFaults(isOn),
  });
  const http = await listen("127.0.0.1", 0, silent, (request, response) =>
    endpoint.handle(request, response),
  );
  const url = `http://127.0.0.1:${http.port}/mcp`;
  return {
    url,
    store,
    cache,
    faults,
    close: () => http.close(),
    /** The samples of a metric whose value is not 0. */
    samples: async (name: string): Promise<readonly string[]> =>
      (await metrics.registry.metrics())
        .split("\n")
        .filter((line) => line.startsWith(name) && !line.endsWith(" 0")),
    connect: async (token: string): Promise<Client> => {
      const client = new Client({ name: "test", version: "1.0.0" });
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
      return client;
    },
    raw: (token: string | undefined, body: string, method = "POST"): Promise<Response> =>
      fetch(url, {
        method,
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(method === "POST" && { body }),
      }),
  };
}
