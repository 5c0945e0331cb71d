import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a workspace's alert manager is made from. */
export interface AlertManagerArgs {
  readonly workspaceId: pulumi.Input<string>;
  /** The definition as finished text. */
  readonly definition: pulumi.Input<string>;
}

/** The alert manager of an AMP workspace: there is one, and its definition is all there is to it. */
export class AlertManager extends pulumi.ComponentResource {
  /** Registers the definition. */
  constructor(name: string, args: AlertManagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:alerting/aws:AlertManager", name, {}, opts);
    new aws.amp.AlertManagerDefinition(name, { ...args }, { parent: this });
    this.registerOutputs({});
  }
}
