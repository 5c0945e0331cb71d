import { keyProblem, type Problem } from "./problem.ts";
import type { Config } from "./schema.ts";

/** What works, but should be known. */
export function warnings({ bindAddress }: Config): readonly Problem[] {
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
