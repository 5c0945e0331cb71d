import { parseTokens, type Scope } from "../server/tokens.ts";
import { Session } from "./session.ts";

/** One of the clients that the generator acts as. */
export interface Identity {
  readonly name: string;
  readonly token: string;
  readonly scope: Scope;
  readonly session: Session;
  /** Nothing is sent before this time, after failures. */
  retryAt: number;
  failures: number;
}

/** The identities that a tokens file describes. */
export function createIdentities(tokens: unknown, source: string, serverUrl: string): readonly Identity[] {
  return [...parseTokens(tokens, source)].map(([token, { clientId, scope }]) => ({
    name: clientId,
    token,
    scope,
    session: new Session(serverUrl, token, clientId),
    retryAt: 0,
    failures: 0,
  }));
}
