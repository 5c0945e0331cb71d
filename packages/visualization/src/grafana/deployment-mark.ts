import type { Deployment } from "@monitoring/collection";
import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";

/**
 * A mark in Grafana's own store when a deployment is done, for the dashboards of others on the same server; this stack's
 * own show what was recorded. Grafana says the time, and a new deployment gets a new mark: the old one stays in Grafana.
 */
export class DeploymentMark extends pulumi.ComponentResource {
  /** Registers the mark. */
  constructor(name: string, { stack, commit, content }: Deployment, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:visualization/grafana:DeploymentMark", name, {}, opts);
    new grafana.oss.Annotation(
      name,
      {
        text: `Monitoring: deployed ${commit} (${stack}, content ${content})`,
        tags: ["deployment", "monitoring", stack],
      },
      { parent: this, replaceOnChanges: ["text"], retainOnDelete: true },
    );
    this.registerOutputs({});
  }
}
