import type * as pulumi from "@pulumi/pulumi";

/** Where on a Docker engine a stack's containers live. */
export interface Site {
  /** Starts every container, volume and network name, so that two stacks share an engine. */
  readonly prefix: string;
  /** Name of the network that the containers share. */
  readonly network: pulumi.Input<string>;
  /** Host address that published ports bind to. */
  readonly bindAddress: string;
  /** Whether data volumes refuse to be deleted. */
  readonly protectData: boolean;
}

/** The label that says to which stack (by prefix) a container, volume or network belongs. */
export const stackLabel = "monitoring.stack";

/** The ownership label of a site. */
export function ownership(prefix: string): { label: string; value: string }[] {
  return [{ label: stackLabel, value: prefix }];
}
