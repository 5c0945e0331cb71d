import { alertsOf, tune } from "@monitoring/alerting";
import { toJson } from "@monitoring/collection";
import {
  compileDashboard,
  customFolder,
  folderOf,
  normaliseDashboard,
  prometheusDataSource,
  readDashboard,
  type DataSource,
} from "@monitoring/visualization";
import type { Config } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";

/** A dashboard as it is placed. */
export interface DeployedDashboard {
  readonly uid: string;
  readonly title: string;
  /** Title of Grafana's folder. */
  readonly folder: string;
  /** Below the folder of all dashboards. */
  readonly path: string;
  readonly json: string;
}

/**
 * Every dashboard of a stack: the project's own, and those that people dropped into `dashboards/`.
 * @param dataSource what they read from
 */
export function deployedDashboards(
  config: Config,
  custom: CustomFiles = {},
  dataSource: DataSource = prometheusDataSource,
): readonly DeployedDashboard[] {
  const own = ownDashboards(config, dataSource);
  return [...own, ...customDashboards(custom, dataSource, own)];
}

function ownDashboards(config: Config, dataSource: DataSource): readonly DeployedDashboard[] {
  const options = {
    dataSource,
    alerts: alertsOf(tune(config.catalogue.rules, config.alerts)),
    runbookBaseUrl: config.runbookBaseUrl,
    dashboards: config.catalogue.dashboards,
  };
  return config.catalogue.dashboards.map((row) => ({
    uid: row.uid,
    title: row.title,
    folder: row.folder,
    path: `${row.folder.toLowerCase()}/${row.uid}.json`,
    json: toJson(compileDashboard(row, options)),
  }));
}

function customDashboards(
  files: CustomFiles,
  dataSource: DataSource,
  own: readonly DeployedDashboard[],
): readonly DeployedDashboard[] {
  const titles = new Map(own.map(({ folder }) => [folder.toLowerCase(), folder]));
  return Object.entries(files)
    .filter(([path]) => isDashboardPath(path))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => {
      const read = readDashboard(text);
      // Whoever places anything has refused such a file before.
      if (!read.ok) throw new Error(`${path} ${read.problem}`);
      const { uid, json } = normaliseDashboard(read.dashboard, { dataSource, path });
      const written = folderOf(path);
      const key = written.toLowerCase();
      // One of the project's folders may be added to; Grafana takes titles that differ by case for the same.
      const isOwn = own.some(({ folder }) => folder.toLowerCase() === key);
      const folder = titles.get(key) ?? written;
      titles.set(key, folder);
      const place = isOwn ? key : `${customFolder}/${folder}`;
      return { uid, title: read.title, folder, path: `${place}/${uid}.json`, json: toJson(json) };
    });
}

/** Whether a custom file is a dashboard. */
export function isDashboardPath(path: string): boolean {
  return /^dashboards\/.*\.json$/i.test(path);
}
