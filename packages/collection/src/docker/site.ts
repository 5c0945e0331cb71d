import type * as pulumi from "@pulumi/pulumi";
import { stackLabel } from "../stack-label.ts";

/**
 * The networks of a stack, by what they are for. A container joins those that it needs, so that a break-in stays small:
 * the databases and the watched server are on `scrape` alone, the inbox on `notify` alone, Grafana on `ui` alone, and
 * only Prometheus reaches all three.
 */
export const networkNames = {
  /** Prometheus, exporters, and what they ask. */
  scrape: "scrape",
  /** Prometheus, Alertmanager, and the inbox that receives. */
  notify: "notify",
  /** What a person looks at, and the servers behind it. */
  ui: "ui",
} as const;

/** One of a stack's networks. */
export type NetworkName = keyof typeof networkNames;

/** Where on a Docker engine a stack's containers live. */
export interface Site {
  /** Starts every container, volume and network name, so that two stacks share an engine. */
  readonly prefix: string;
  /** Names of the stack's networks on the engine. */
  readonly networks: Readonly<Record<NetworkName, pulumi.Input<string>>>;
  /** Host address that published ports bind to. */
  readonly bindAddress: string;
  /**
   * Writes the files of services whose own image names a user: Docker looks that user up on the engine's host, where it
   * does not exist or is somebody else. So an image without a user, which is on the engine anyway.
   */
  readonly seederImage: pulumi.Input<string>;
  /** Whether data volumes refuse to be deleted. */
  readonly protectData: boolean;
}

/** The ownership label of a site. */
export function ownership(prefix: string): { label: string; value: string }[] {
  return [{ label: stackLabel, value: prefix }];
}
