import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { serviceOf } from "./service-principal.ts";

/** What PagerDuty's key is kept with. */
export interface PagerdutySecretArgs {
  readonly routingKey: pulumi.Output<string>;
  readonly workspaceArn: pulumi.Output<string>;
  /** Begins the secret's name. */
  readonly namePrefix: string;
}

/**
 * PagerDuty's routing key in Secrets Manager, where one workspace's alert manager reads it. AMP wants a key of one's own
 * for that, not AWS's: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-pagerduty-permissions.html
 */
export class PagerdutySecret extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  /** Registers a key, a secret that it encrypts, and who may read both. */
  constructor(name: string, args: PagerdutySecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:alerting/aws:PagerdutySecret", name, {}, opts);
    const parent = { parent: this };
    const description = "PagerDuty's routing key for AMP's alert manager";
    const key = new aws.kms.Key(
      name,
      { description, enableKeyRotation: true, policy: keyPolicy(args.workspaceArn) },
      parent,
    );
    const secret = new aws.secretsmanager.Secret(
      name,
      // Not a name of its own: one that was deleted is taken for a month.
      { namePrefix: `${args.namePrefix}/pagerduty-`, description, kmsKeyId: key.arn },
      parent,
    );
    const version = new aws.secretsmanager.SecretVersion(
      name,
      { secretId: secret.id, secretString: pulumi.jsonStringify({ routing_key: args.routingKey }) },
      parent,
    );
    const policy = new aws.secretsmanager.SecretPolicy(
      name,
      { secretArn: secret.arn, policy: secretPolicy(args.workspaceArn), blockPublicPolicy: true },
      parent,
    );
    // Whoever uses the ARN waits for what makes it readable.
    this.arn = pulumi.all([secret.arn, version.id, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}

function keyPolicy(workspace: pulumi.Output<string>): pulumi.Output<string> {
  const root = workspace.apply((arn) => {
    const [, partition = "", , , account = ""] = arn.split(":");
    return `arn:${partition}:iam::${account}:root`;
  });
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      // Without it nobody could ever change or delete the key.
      {
        Sid: "AccountAdministrates",
        Effect: "Allow",
        Principal: { AWS: root },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "AlertManagerDecrypts",
        Effect: "Allow",
        ...serviceOf("aps.amazonaws.com", workspace),
        Action: "kms:Decrypt",
        Resource: "*",
      },
    ],
  });
}

function secretPolicy(workspace: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlertManagerReads",
        Effect: "Allow",
        ...serviceOf("aps.amazonaws.com", workspace),
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ],
  });
}
