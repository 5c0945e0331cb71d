import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A Slack channel that a topic is handed to. */
export interface SlackChannelArgs {
  /** Name in the account. */
  readonly configurationName: string;
  /** Ids, as Slack has them. The workspace was authorised once in AWS's console, and the app invited to the channel. */
  readonly workspace: string;
  readonly channel: string;
  readonly topicArn: pulumi.Input<string>;
}

/** Hands what a topic publishes to a Slack channel, by Amazon Q Developer in chat applications. */
export class SlackChannel extends pulumi.ComponentResource {
  /** Registers a role that may do nothing, and the channel. */
  constructor(name: string, args: SlackChannelArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:alerting/aws:SlackChannel", name, {}, opts);
    const parent = { parent: this };
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: "chatbot.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        }),
      },
      parent,
    );
    new aws.chatbot.SlackChannelConfiguration(
      name,
      {
        configurationName: args.configurationName,
        iamRoleArn: role.arn,
        slackTeamId: args.workspace,
        slackChannelId: args.channel,
        snsTopicArns: [args.topicArn],
        // The default lets whoever writes in the channel administrate the account.
        guardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        loggingLevel: "ERROR",
      },
      parent,
    );
    this.registerOutputs({});
  }
}
