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
  /**
   * Folder below {@link dashboardsRoot} that holds a folder of files for each of `folders`, in lower case. Its name has to
   * change with the set of dashboards, because a volume keeps files that were dropped; while the set stays, a changed
   * dashboard is live within seconds, without a restart.
   */
  readonly dashboardsFolder: string;
  /** The dashboard that opens first, relative to `dashboardsFolder`. */
  readonly home: string;
}

/** Where the volume with the dashboards is mounted in the container. */
export const dashboardsRoot = "/var/lib/grafana-dashboards";
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
  const { dashboardsFolder, home, externalUrl, prometheus, alertmanager } = input;
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

function dashboardProviders({ folders, dashboardsFolder }: GrafanaInput): object {
  return {
    apiVersion: 1,
    providers: folders.map((folder) => ({
      name: folder,
      orgId: 1,
      folder,
      folderUid: `monitoring-${folder.toLowerCase()}`,
      type: "file",
      allowUiUpdates: false,
      disableDeletion: false,
      updateIntervalSeconds: 10,
      options: { path: `${dashboardsFolder}/${folder.toLowerCase()}` },
    })),
  };
}
