import { createHash } from "node:crypto";
import { z } from "zod";
import { ConfigError } from "../config/parse.ts";

/** What a token allows: `write` includes `read`. */
export type Scope = "read" | "write";

/** Who holds a token. */
export interface Client {
  readonly clientId: string;
  readonly scope: Scope;
}

const schema = z.record(
  z.string().min(16),
  z.strictObject({
    clientId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    scope: z.enum(["read", "write"]),
  }),
);

/** Reads the tokens file's content; the message never quotes it. */
export function parseTokens(value: unknown, source: string): ReadonlyMap<string, Client> {
  const result = schema.safeParse(value);
  if (!result.success || Object.keys(result.data).length === 0) {
    throw new ConfigError(
      `${source} does not hold tokens; allowed: { "<token of 16 characters or more>": ` +
        '{ "clientId": "<lower-case name>", "scope": "read" or "write" } }; correct the file',
    );
  }
  return new Map(Object.entries(result.data));
}

/** Finds a client by a token, by its digest, so that the time taken tells nothing about the token. */
export class Tokens {
  readonly clients: readonly Client[];
  readonly #byDigest: ReadonlyMap<string, Client>;

  constructor(tokens: ReadonlyMap<string, Client>) {
    this.clients = [...tokens.values()];
    this.#byDigest = new Map([...tokens].map(([token, client]) => [digest(token), client]));
  }

  find(token: string | undefined): Client | undefined {
    return token === undefined ? undefined : this.#byDigest.get(digest(token));
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
