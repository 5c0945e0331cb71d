import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { ampDataSource } from "../data-source.ts";

/** How a Grafana server reads a workspace of Amazon Managed Service for Prometheus. */
export interface AmpDataSourceArgs {
  /** Base URL of the workspace. */
  readonly url: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
}

/** The data source that every dashboard reads, signed with the credentials of Grafana's own surroundings. */
export class AmpDataSource extends pulumi.ComponentResource {
  /** Registers the data source under the uid that the dashboards know. */
  constructor(name: string, args: AmpDataSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:visualization/grafana:AmpDataSource", name, {}, opts);
    new grafana.oss.DataSource(
      name,
      {
        ...ampDataSource,
        isDefault: true,
        url: args.url,
        // The plugin of its own: Grafana 13 moves SigV4 out of the plain Prometheus data source.
        jsonDataEncoded: pulumi.jsonStringify({
          httpMethod: "POST",
          manageAlerts: true,
          sigV4Auth: true,
          sigV4AuthType: "default",
          sigV4Region: args.region,
          sigV4Service: "aps",
        }),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
