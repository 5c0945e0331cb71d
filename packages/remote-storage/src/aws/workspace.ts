import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What an AMP workspace is made from. */
export interface WorkspaceArgs {
  /** Shown in the console. */
  readonly alias: string;
  /** Rule files by namespace: finished text. */
  readonly ruleNamespaces: Readonly<Record<string, string>>;
  /** Refuse to delete the workspace with its data. */
  readonly protect: boolean;
}

/** An Amazon Managed Service for Prometheus workspace with its rules. */
export class Workspace extends pulumi.ComponentResource {
  /** Base URL for remote_write and queries, with a final slash. */
  readonly prometheusEndpoint: pulumi.Output<string>;
  readonly workspaceId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  /** Registers the workspace and one rule group namespace per file. */
  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:remote-storage/aws:Workspace", name, {}, opts);
    const workspace = new aws.amp.Workspace(
      name,
      { alias: args.alias },
      { parent: this, protect: args.protect },
    );
    for (const [namespace, data] of Object.entries(args.ruleNamespaces)) {
      new aws.amp.RuleGroupNamespace(
        `${name}-${namespace}`,
        { workspaceId: workspace.id, name: namespace, data },
        { parent: this },
      );
    }
    this.prometheusEndpoint = workspace.prometheusEndpoint;
    this.workspaceId = workspace.id;
    this.arn = workspace.arn;
    this.registerOutputs({
      prometheusEndpoint: this.prometheusEndpoint,
      workspaceId: this.workspaceId,
      arn: this.arn,
    });
  }
}
