import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a workspace's logs are made from. */
export interface WorkspaceLogsArgs {
  /** The workspace's alias, which the groups' names end in. */
  readonly alias: string;
  readonly retentionDays: number;
  /** Queries that read more samples are logged. */
  readonly slowQuerySamples: number;
}

/** Where a workspace says what went wrong with rules and notifications, and which queries were expensive. */
export class WorkspaceLogs extends pulumi.ComponentResource {
  /** The group of warnings and errors of rules and alert manager, as AMP wants it. */
  readonly eventsArn: pulumi.Output<string>;
  /** Where expensive queries are logged, as AMP wants it. */
  readonly queries: {
    readonly cloudwatchLogs: { readonly logGroupArn: pulumi.Output<string> };
    readonly filters: { readonly qspThreshold: number };
  };

  /** Registers two log groups. */
  constructor(name: string, args: WorkspaceLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:remote-storage/aws:WorkspaceLogs", name, {}, opts);
    const group = (what: string): pulumi.Output<string> => {
      const { arn } = new aws.cloudwatch.LogGroup(
        `${name}-${what}`,
        {
          // Only below /aws/vendedlogs/ is there no policy that grows with each group, and that is full at 5120 characters:
          // https://docs.aws.amazon.com/prometheus/latest/userguide/CW-logs.html
          name: `/aws/vendedlogs/prometheus/${args.alias}/${what}`,
          retentionInDays: args.retentionDays,
        },
        { parent: this },
      );
      return pulumi.interpolate`${arn}:*`;
    };
    this.eventsArn = group("events");
    this.queries = {
      cloudwatchLogs: { logGroupArn: group("queries") },
      filters: { qspThreshold: args.slowQuerySamples },
    };
    this.registerOutputs({});
  }
}
