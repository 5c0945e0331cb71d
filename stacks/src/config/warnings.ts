import { keyProblem, type Problem } from "./problem.ts";
import type { Config } from "./schema.ts";

/** What works, but should be known. */
export function warnings(config: Config): readonly Problem[] {
  return [...openToOthers(config), ...secretsInTheClear(config)];
}

function secretsInTheClear({ remoteWrite }: Config): readonly Problem[] {
  return Object.entries(remoteWrite)
    .filter(([, { url, username, token }]) => url?.startsWith("http:") && (username !== undefined || token))
    .map(([name]) =>
      keyProblem(
        `remoteWrite.${name}.url`,
        "is an http address: whoever sees the network reads the secret that is sent along; write https where it can",
      ),
    );
}

function openToOthers({ bindAddress }: Config): readonly Problem[] {
  if (bindAddress.startsWith("127.")) return [];
  const who =
    bindAddress === "0.0.0.0" ? "everyone who reaches this machine" : `everyone who reaches ${bindAddress}`;
  return [
    keyProblem(
      "bindAddress",
      `is "${bindAddress}": ${who} can open Prometheus and Alertmanager without a password, and silence alerts; ` +
        "put a firewall or a proxy with a login before it",
    ),
  ];
}
