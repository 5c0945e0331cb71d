import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarmsBeside, serviceOf } from "./service-principal.ts";

/** Who reads a topic. */
export interface Subscription {
  /** Part of a resource's name: never an index. */
  readonly name: string;
  readonly protocol: "email" | "https";
  readonly endpoint: pulumi.Input<string>;
}

/** A topic that a workspace's alert manager publishes to. */
export interface AlertTopicArgs {
  /** Name in the account. */
  readonly topicName: string;
  readonly workspaceArn: pulumi.Input<string>;
  readonly subscriptions: readonly Subscription[];
}

/** A standard SNS topic that one AMP workspace and the alarms beside it may publish to, and nobody else. */
export class AlertTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  /** Registers the topic, its policy and its subscriptions. */
  constructor(name: string, args: AlertTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:alerting/aws:AlertTopic", name, {}, opts);
    const parent = { parent: this };
    const topic = new aws.sns.Topic(name, { name: args.topicName }, parent);
    const policy = new aws.sns.TopicPolicy(
      name,
      { arn: topic.arn, policy: publishPolicy(topic.arn, args.workspaceArn) },
      parent,
    );
    for (const { name: who, protocol, endpoint } of args.subscriptions) {
      // By e-mail a person has to confirm it first.
      new aws.sns.TopicSubscription(`${name}-${who}`, { topic: topic.arn, protocol, endpoint }, parent);
    }
    // Whoever uses the ARN waits for the right to publish: what a component depends on, its parts do not.
    this.arn = pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}

// https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html
function publishPolicy(topic: pulumi.Input<string>, workspace: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlertManagerPublishes",
        Effect: "Allow",
        ...serviceOf("aps.amazonaws.com", workspace),
        Action: ["sns:Publish", "sns:GetTopicAttributes"],
        Resource: topic,
      },
      {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        ...alarmsBeside(workspace),
        Action: "sns:Publish",
        Resource: topic,
      },
    ],
  });
}
