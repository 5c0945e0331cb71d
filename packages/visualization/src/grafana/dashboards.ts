import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { folderUid } from "../folder-uid.ts";

/** A finished dashboard and where it belongs. */
export interface PlacedDashboard {
  readonly uid: string;
  /** Title of its folder. */
  readonly folder: string;
  readonly json: string;
}

/** What is placed on a Grafana server. */
export interface DashboardsArgs {
  readonly dashboards: readonly PlacedDashboard[];
}

/** Folders and dashboards on an existing Grafana server, through its provider. */
export class Dashboards extends pulumi.ComponentResource {
  /** Registers the folders and the dashboards in them. */
  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:visualization/grafana:Dashboards", name, {}, opts);
    const folders = new Map<string, grafana.oss.Folder>();
    for (const title of [...new Set(args.dashboards.map(({ folder }) => folder))].sort()) {
      const uid = folderUid(title);
      const folder = new grafana.oss.Folder(
        `${name}-${uid}`,
        { title, uid: `monitoring-${uid}` },
        { parent: this },
      );
      folders.set(title, folder);
    }
    for (const { uid, folder, json } of args.dashboards) {
      new grafana.oss.Dashboard(
        `${name}-${uid}`,
        { configJson: json, ...idOf(folders.get(folder)), overwrite: true },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

function idOf(folder: grafana.oss.Folder | undefined): { folder?: pulumi.Output<string> } {
  return folder ? { folder: folder.uid } : {};
}
