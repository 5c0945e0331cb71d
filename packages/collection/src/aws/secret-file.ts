import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TaskFile } from "./task-files.ts";

/** Puts a secret into Secrets Manager, and says how a task gets it into a file: exactly this version, as it is. */
export function secretFile(
  name: string,
  args: { readonly secretName: string; readonly content: pulumi.Output<string>; readonly to: string },
  opts: pulumi.CustomResourceOptions,
): TaskFile {
  const secret = new aws.secretsmanager.Secret(
    name,
    // A week in which a deleted one can be had again; its name is taken for as long, so AWS completes it.
    { namePrefix: `${args.secretName}-`, recoveryWindowInDays: 7 },
    opts,
  );
  const version = new aws.secretsmanager.SecretVersion(
    name,
    { secretId: secret.id, secretString: pulumi.secret(args.content) },
    opts,
  );
  return { to: args.to, from: { kind: "secret", arn: secret.arn, version: version.versionId } };
}
