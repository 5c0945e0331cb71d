import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { collectorPorts } from "../agent.ts";

/**
 * The security group of collectors and exporters: only its members reach one another, on the ports of metrics alone,
 * and all of them reach the outside.
 */
export function collectorGroup(
  name: string,
  args: { readonly prefix: string; readonly vpc: string },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const group = new aws.ec2.SecurityGroup(
    name,
    { namePrefix: `${args.prefix}-collectors-`, vpcId: args.vpc, description: "collectors and exporters" },
    opts,
  );
  const securityGroupId = group.id;
  for (const port of Object.values(collectorPorts)) {
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-${port}`,
      {
        securityGroupId,
        referencedSecurityGroupId: securityGroupId,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: "metrics, from collectors",
      },
      opts,
    );
  }
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-out`,
    { securityGroupId, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", description: "AMP, images, what is watched" },
    opts,
  );
  return securityGroupId;
}
