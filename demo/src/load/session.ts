import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Call } from "./traffic.ts";

/** One identity's connection to the server; opened when needed and again after every failure. */
export class Session {
  readonly #url: string;
  readonly #token: string;
  readonly #name: string;
  #client: Promise<Client> | undefined;

  constructor(url: string, token: string, name: string) {
    this.#url = url;
    this.#token = token;
    this.#name = name;
  }

  /** Calls a tool; a tool that failed inside a healthy answer is not an error here. */
  async call({ tool, args }: Call): Promise<void> {
    const client = await this.#connected();
    await client.callTool({ name: tool, arguments: { ...args } }, undefined, { timeout: 15_000 });
  }

  /** Forgets the connection, so that the next call makes a new one. */
  async reset(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.then((one) => one.close()).catch(() => undefined);
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = new Client({ name: this.#name, version: "1.0.0" });
    const transport = new StreamableHTTPClientTransport(new URL(this.#url), {
      requestInit: { headers: { authorization: `Bearer ${this.#token}` } },
    });
    await client.connect(transport, { timeout: 10_000 });
    await client.listTools();
    return client;
  }
}
