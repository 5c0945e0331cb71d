import { address, toYaml, url, type Duration, type Endpoint } from "@monitoring/collection";
import { alertmanagerDataSource, prometheusDataSource } from "./data-source.ts";
import type { Folder } from "./dashboard.ts";
import { toIni } from "./to-ini.ts";

/** Everything that a Grafana server of our own is configured with. */
export interface GrafanaInput {
  readonly prometheus: Endpoint;
  readonly alertmanager: Endpoint;
  readonly scrapeInterval: Duration;
  /** Where a person opens it. */
  readonly externalUrl: string;
  /** The folders that have dashboards. */
  readonly folders: readonly Folder[];
  /** The dashboard that opens first, relative to {@link dashboardsFolder}. */
  readonly home: string;
}

/** Where the volume with the dashboards is mounted in the container. */
export const dashboardsVolume = "/var/lib/grafana-dashboards";
/**
 * Where Grafana reads dashboards: a copy of what the volume's list names, because the volume keeps files that were
 * dropped. The path never changes, so dashboards come and go without a restart, and keep their number and history.
 */
export const dashboardsFolder = "/tmp/dashboards";
/** Folder below {@link dashboardsFolder} with a folder for each of Grafana's that only custom dashboards are in. */
export const customFolder = "custom";
/** Where the compiled files lie in the container. */
export const grafanaFolder = "/etc/grafana-monitoring";
/** Where the files with Grafana's secrets lie in the container. */
export const grafanaSecretsFolder = "/run/secrets/grafana";
/** The secret files by what they hold. */
export const grafanaSecretFiles = { adminPassword: "admin-password", secretKey: "secret-key" } as const;

/** grafana.ini and the provisioning files, by path. */
export function compileGrafana(input: GrafanaInput): Readonly<Record<string, string>> {
  return {
    "grafana.ini": toIni(settings(input)),
    "provisioning/datasources/monitoring.yml": toYaml(dataSources(input)),
    "provisioning/dashboards/monitoring.yml": toYaml(dashboardProviders(input)),
    // Grafana calls it an error when these folders are missing.
    "provisioning/alerting/none.yml": toYaml({ apiVersion: 1 }),
    "provisioning/plugins/none.yml": toYaml({ apiVersion: 1 }),
  };
}

function settings(input: GrafanaInput) {
  const { home, externalUrl, prometheus, alertmanager } = input;
  const file = (name: string): string => `$__file{${grafanaSecretsFolder}/${name}}`;
  return {
    analytics: {
      check_for_plugin_updates: false,
      check_for_updates: false,
      feedback_links_enabled: false,
      reporting_enabled: false,
    },
    "auth.anonymous": { enabled: false },
    dashboards: {
      default_home_dashboard_path: `${dashboardsFolder}/${home}`,
      min_refresh_interval: "5s",
    },
    log: { mode: "console" },
    metrics: { enabled: true },
    news: { news_feed_enabled: false },
    plugins: { plugin_admin_enabled: false, preinstall_disabled: true },
    public_dashboards: { enabled: false },
    security: {
      admin_password: file(grafanaSecretFiles.adminPassword),
      admin_user: "admin",
      allow_embedding: false,
      content_security_policy: true,
      // The page is served over plain HTTP on the loopback address, where browsers refuse secure cookies.
      cookie_samesite: "strict",
      cookie_secure: false,
      data_source_proxy_whitelist: `${address(prometheus)} ${address(alertmanager)}`,
      disable_gravatar: true,
      secret_key: file(grafanaSecretFiles.secretKey),
    },
    server: { http_port: 3000, root_url: externalUrl },
    snapshots: { enabled: false, external_enabled: false },
    // Its pages show Prometheus's rules and Alertmanager's alerts; Grafana evaluates no rule of its own.
    unified_alerting: { enabled: true, execute_alerts: false },
    users: { allow_org_create: false, allow_sign_up: false },
  };
}

function dataSources({ prometheus, alertmanager, scrapeInterval }: GrafanaInput): object {
  const common = { access: "proxy", editable: false, orgId: 1 };
  return {
    apiVersion: 1,
    // A data source that is dropped here also goes from Grafana's database.
    prune: true,
    datasources: [
      {
        ...common,
        ...prometheusDataSource,
        isDefault: true,
        url: url(prometheus),
        jsonData: {
          alertmanagerUid: alertmanagerDataSource.uid,
          httpMethod: "POST",
          manageAlerts: true,
          prometheusType: "Prometheus",
          timeInterval: scrapeInterval,
        },
      },
      {
        ...common,
        ...alertmanagerDataSource,
        name: "Alertmanager",
        url: url(alertmanager),
        jsonData: { handleGrafanaManagedAlerts: false, implementation: "prometheus" },
      },
    ],
  };
}

function dashboardProviders({ folders }: GrafanaInput): object {
  const common = {
    orgId: 1,
    type: "file",
    allowUiUpdates: false,
    disableDeletion: false,
    // Up to 10, newer Grafanas wait for events of the file system, which miss folders that come later, instead of looking.
    updateIntervalSeconds: 11,
  };
  return {
    apiVersion: 1,
    providers: [
      ...folders.map((folder) => ({
        ...common,
        name: folder,
        folder,
        folderUid: `monitoring-${folder.toLowerCase()}`,
        options: { path: `${dashboardsFolder}/${folder.toLowerCase()}` },
      })),
      {
        ...common,
        name: "Custom",
        // Grafana reads this list only when it starts: a new folder must not need a new row.
        options: { path: `${dashboardsFolder}/${customFolder}`, foldersFromFilesStructure: true },
      },
    ],
  };
}
