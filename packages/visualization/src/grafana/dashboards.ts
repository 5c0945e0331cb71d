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
  /** Uid of the dashboard that opens first. */
  readonly home: string;
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
      // A change by hand would be lost with the next update: everyone looks, nobody edits.
      new grafana.oss.FolderPermission(
        `${name}-${uid}-permission`,
        {
          folderUid: folder.uid,
          permissions: [
            { role: "Viewer", permission: "View" },
            { role: "Editor", permission: "View" },
          ],
        },
        { parent: this },
      );
      folders.set(title, folder);
    }
    const placed = args.dashboards.map(({ uid, folder, json }) => {
      const input = { configJson: json, ...idOf(folders.get(folder)), overwrite: true };
      return new grafana.oss.Dashboard(`${name}-${uid}`, input, { parent: this });
    });
    new grafana.oss.OrganizationPreferences(
      `${name}-home`,
      { homeDashboardUid: args.home },
      { parent: this, dependsOn: placed },
    );
    this.registerOutputs({});
  }
}

function idOf(folder: grafana.oss.Folder | undefined): { folder?: pulumi.Output<string> } {
  return folder ? { folder: folder.uid } : {};
}
