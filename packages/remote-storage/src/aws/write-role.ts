import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A role that sends samples to one workspace and does nothing else. */
export interface WriteRoleArgs {
  readonly roleName: string;
  readonly workspaceArn: pulumi.Input<string>;
  /** The account whose own policies say who may take the role on. */
  readonly account: pulumi.Input<string>;
}

/** For a Prometheus that somebody else runs in the account. */
export class WriteRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  /** Registers the role and its one right. */
  constructor(name: string, args: WriteRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:remote-storage/aws:WriteRole", name, {}, opts);
    const partition = pulumi.output(args.workspaceArn).apply((arn) => arn.split(":")[1] ?? "aws");
    const role = new aws.iam.Role(
      name,
      {
        name: args.roleName,
        assumeRolePolicy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${args.account}:root` },
              Action: "sts:AssumeRole",
            },
          ],
        }),
      },
      { parent: this },
    );
    new aws.iam.RolePolicy(
      name,
      {
        role: role.id,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "aps:RemoteWrite", Resource: args.workspaceArn }],
        }),
      },
      { parent: this },
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
