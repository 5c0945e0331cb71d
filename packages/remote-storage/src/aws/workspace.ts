import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { compileWorkspace, type WorkspaceSettings } from "../workspace-settings.ts";
import { WorkspaceLogs, type WorkspaceLogsArgs } from "./workspace-logs.ts";

/** What an AMP workspace is made from. */
export interface WorkspaceArgs {
  /** Shown in the console. */
  readonly alias: string;
  /** A key of one's own to encrypt samples with. It cannot be changed later. @default a key of AWS's */
  readonly kmsKeyArn?: string;
  readonly settings: WorkspaceSettings;
  readonly logs: Pick<WorkspaceLogsArgs, "retentionDays" | "slowQuerySamples">;
  /** Rule files by namespace: finished text. */
  readonly ruleNamespaces: Readonly<Record<string, string>>;
  /** Refuse to delete the workspace with its data. */
  readonly protect: boolean;
}

/** An Amazon Managed Service for Prometheus workspace with its limits, its logs and its rules. */
export class Workspace extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Base URL for queries, with a final slash. */
  readonly prometheusEndpoint: pulumi.Output<string>;
  /** Where collectors send samples, signed. */
  readonly remoteWriteUrl: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** Id of the AWS account. */
  readonly account: pulumi.Output<string>;

  /** Registers the workspace, what it keeps and logs, and one rule group namespace per file. */
  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:remote-storage/aws:Workspace", name, {}, opts);
    const parent = { parent: this };
    const logs = new WorkspaceLogs(`${name}-logs`, { ...args.logs, alias: args.alias }, parent);
    const workspace = new aws.amp.Workspace(
      name,
      {
        alias: args.alias,
        loggingConfiguration: { logGroupArn: logs.eventsArn },
        ...(args.kmsKeyArn !== undefined && { kmsKeyArn: args.kmsKeyArn }),
      },
      { parent: this, protect: args.protect },
    );
    new aws.amp.WorkspaceConfiguration(
      name,
      { workspaceId: workspace.id, ...compileWorkspace(args.settings) },
      parent,
    );
    new aws.amp.QueryLoggingConfiguration(
      name,
      { workspaceId: workspace.id, destinations: [logs.queries] },
      parent,
    );
    for (const [namespace, data] of Object.entries(args.ruleNamespaces)) {
      const rules = { workspaceId: workspace.id, name: namespace, data };
      new aws.amp.RuleGroupNamespace(`${name}-${namespace}`, rules, parent);
    }
    this.workspaceId = workspace.id;
    this.arn = workspace.arn;
    this.prometheusEndpoint = workspace.prometheusEndpoint;
    this.remoteWriteUrl = pulumi.interpolate`${workspace.prometheusEndpoint}api/v1/remote_write`;
    this.region = workspace.arn.apply((arn) => arn.split(":")[3] ?? "");
    this.account = workspace.arn.apply((arn) => arn.split(":")[4] ?? "");
    this.registerOutputs({
      workspaceId: this.workspaceId,
      arn: this.arn,
      prometheusEndpoint: this.prometheusEndpoint,
      remoteWriteUrl: this.remoteWriteUrl,
    });
  }
}
