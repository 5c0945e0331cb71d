import { z } from "zod";
import * as kinds from "./kinds.ts";

/** Keys of a collector on ECS, all of which one outside has no use for. */
export const ecsKeys = ["cluster", "vpc", "subnets", "securityGroups", "publicIp", "mcpServer"] as const;

/** Who collects for the prod stack. */
export const collector = kinds.mapping({
  kind: kinds
    .oneOf("external", "ecs")
    .default("external")
    .describe(
      "external: a Prometheus of your own, for which the stack gives out role and configuration; ecs: two agents and the exporters, as services on Fargate",
    ),
  cluster: kinds.clusterArn
    .exactOptional()
    .describe("of ecs: the cluster that they are placed in, and look for your server in"),
  vpc: kinds.networkId("vpc").exactOptional().describe("of ecs: the network of the subnets"),
  subnets: z
    .array(kinds.networkId("subnet"))
    .min(1)
    .exactOptional()
    .describe("of ecs: from which AMP, the images, and what is watched are reached"),
  securityGroups: z
    .array(kinds.networkId("sg"))
    .exactOptional()
    .describe("of ecs: groups that your server and databases let in, beside one of the stack's own"),
  publicIp: kinds.flag
    .exactOptional()
    .describe("of ecs: true in public subnets without a NAT gateway, false unless set"),
  mcpServer: kinds
    .mapping({
      service: kinds.ecsName.describe("the ECS service of your server, in the same cluster"),
      port: kinds.listeningPort.describe("the port of its metrics"),
      path: kinds.urlPath.default("/metrics").describe("the page of its metrics"),
      ecsExporter: kinds.flag
        .default(false)
        .describe("true when its task has the sidecar ecs_exporter (docs/aws-collectors.md)"),
    })
    .exactOptional()
    .describe(
      "of ecs: finds every task of your server; monitoring:mcpServer names one fixed address instead",
    ),
});
