import * as pulumi from "@pulumi/pulumi";

/** The part of a policy's statement that lets an AWS service in, and only on behalf of one of our own resources. */
export interface ServicePrincipal {
  readonly Principal: { readonly Service: string };
  readonly Condition: object;
}

/** A service that acts for one resource. */
export function serviceOf(service: string, resource: pulumi.Input<string>): ServicePrincipal {
  return {
    Principal: { Service: service },
    Condition: {
      ArnEquals: { "aws:SourceArn": resource },
      StringEquals: { "aws:SourceAccount": accountOf(resource) },
    },
  };
}

/** CloudWatch, for the alarms of the account and region that a resource is in. */
export function alarmsBeside(resource: pulumi.Input<string>): ServicePrincipal {
  return {
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: {
      ArnLike: {
        "aws:SourceArn": pulumi.output(resource).apply((arn) => {
          const [, partition = "", , region = "", account = ""] = arn.split(":");
          return `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`;
        }),
      },
      StringEquals: { "aws:SourceAccount": accountOf(resource) },
    },
  };
}

function accountOf(resource: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(resource).apply((arn) => arn.split(":")[4] ?? "");
}
