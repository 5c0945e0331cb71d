import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config.ts";

/** What a component's AWS resources are placed by. */
export interface OnAws {
  readonly providers: { readonly aws: aws.Provider };
}

/** What AWS knows the person or machine by that runs an update. */
interface Identity {
  readonly accountId: string;
  readonly arn: string;
}

/**
 * The provider of every AWS resource. It is not the default one, so that region, account and tags are those of the
 * checked configuration, and no variable of a shell sends an update elsewhere.
 */
export function awsProvider({ aws: { region, account, tags } }: Config): aws.Provider {
  return new aws.Provider("aws", {
    // Every value is a text by then; a missing region has been refused.
    region: region ?? "",
    ...(account !== undefined && { allowedAccountIds: [account] }),
    defaultTags: { tags: { ...tags, "managed-by": "pulumi", project: pulumi.getProject() } },
  });
}

/** Says which account and region are about to be changed, and by whom, before anything is. @throws RunError for another account */
export async function sayIdentity(config: Config, provider: aws.Provider): Promise<void> {
  const { accountId, arn } = await aws.getCallerIdentity({}, { provider });
  const problem = accountProblem(config.aws.account, { accountId, arn });
  if (problem !== undefined) throw new pulumi.RunError(problem);
  await pulumi.log.info(`AWS account ${accountId}, region ${config.aws.region ?? ""}, as ${arn}`);
}

/** What is wrong with changing the account that the credentials are of; nothing if it is the one that is meant. */
export function accountProblem(
  account: string | undefined,
  { accountId, arn }: Identity,
): string | undefined {
  return account === undefined || account === accountId
    ? undefined
    : `the credentials are of AWS account ${accountId} (${arn}), but monitoring:aws.account is ${account}; ` +
        "use credentials of that account (AWS_PROFILE names them), or change the key";
}
