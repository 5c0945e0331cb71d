import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { networkNames, ownership, type NetworkName } from "./site.ts";

/** Registers a stack's networks: bridges with a way out, since a bridge without one cannot publish ports. */
export function networks(prefix: string): Record<NetworkName, pulumi.Output<string>> {
  const entries = Object.values(networkNames).map((network) => {
    const { name } = new docker.Network(
      `network-${network}`,
      { name: `${prefix}-${network}`, labels: ownership(prefix) },
      // A change of labels would replace the network and every container on it.
      { ignoreChanges: ["labels"] },
    );
    return [network, name] as const;
  });
  return Object.fromEntries(entries) as Record<NetworkName, pulumi.Output<string>>;
}
