import {
  alertsOf,
  boundTools,
  compileAlertTable,
  compileRules,
  compileRunbook,
  tune,
} from "@monitoring/alerting";
import {
  browserUrl,
  compileBlackbox,
  compilePrometheus,
  toYaml,
  type Duration,
} from "@monitoring/collection";
import { ampInterval } from "@monitoring/remote-storage";
import { ampDataSource, compileGrafana, type DataSource, type Folder } from "@monitoring/visualization";
import { alertmanagerFiles, ampDefinition } from "./alerting-files.ts";
import { catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { filesBelow, type CustomFiles } from "./custom-files.ts";
import { customRuleFiles } from "./custom-rules.ts";
import { deployedDashboards } from "./deployed-dashboards.ts";
import { services, watched } from "./targets.ts";

/** Compiled files by path. */
export type Artefacts = Readonly<Record<string, string>>;

/** The stacks that exist. */
export const stackNames = ["dev", "prod"] as const;

/** A stack's name. */
export type StackName = (typeof stackNames)[number];

/**
 * Every compiled file of a stack, without placing anything.
 * @param custom what people dropped into the clone
 */
export function artefacts(stack: StackName, config: Config, custom: CustomFiles = {}): Artefacts {
  return { dev: devArtefacts, prod: prodArtefacts }[stack](config, custom);
}

function devArtefacts(config: Config, custom: CustomFiles): Artefacts {
  return {
    ...prometheusFiles(config, custom),
    ...alertmanagerFiles(config),
    "blackbox.yml": blackboxFile(config),
    ...prefixed("grafana", grafanaFiles(config)),
    ...prefixed("dashboards", dashboardFiles(config, custom)),
  };
}

function prodArtefacts(config: Config, custom: CustomFiles): Artefacts {
  return {
    ...prefixed("amp", ruleFiles(config, custom, ampInterval)),
    "amp/alertmanager.yml": ampDefinition(config),
    ...prefixed("dashboards", dashboardFiles(config, custom, ampDataSource)),
  };
}

/** prometheus.yml and the rule files that it names. */
export function prometheusFiles(config: Config, custom: CustomFiles): Artefacts {
  const rules = ruleFiles(config, custom);
  const { jobs, probes } = watched(config);
  const prometheus = compilePrometheus({
    scrapeInterval: config.scrapeInterval,
    evaluationInterval: config.scrapeInterval,
    externalLabels: { env: "dev" },
    jobs,
    probes: { exporter: services.blackbox, targets: probes },
    ruleFiles: Object.keys(rules).sort(),
    alertmanagers: [services.alertmanager],
  });
  return { "prometheus.yml": toYaml(prometheus), ...rules };
}

/** File with the bearer token of MCP probes, in the blackbox exporter's secrets folder. */
export const mcpTokenFile = "mcp-token";

/** Whether MCP probes send a bearer token. */
export function hasProbeToken(config: Config): boolean {
  return config.demo !== false || config.mcpProbe?.token === true;
}

/** The blackbox exporter's config.yml. */
export function blackboxFile(config: Config): string {
  return toYaml(compileBlackbox(hasProbeToken(config) ? { mcpTokenFile } : {}));
}

/** grafana.ini and the provisioning files, by path. */
export function grafanaFiles(config: Config): Artefacts {
  const rows: readonly { readonly folder: Folder }[] = catalogue.dashboards;
  const [home] = catalogue.dashboards;
  return compileGrafana({
    prometheus: services.prometheus,
    alertmanager: services.alertmanager,
    scrapeInterval: config.scrapeInterval,
    externalUrl: browserUrl(config.bindAddress, config.ports.grafana || 0),
    folders: [...new Set(rows.map(({ folder }) => folder))].sort(),
    home: `${home.folder.toLowerCase()}/${home.uid}.json`,
  });
}

function prefixed(folder: string, files: Artefacts): Artefacts {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** Rule files by path, ours and the user's own, each group's interval adapted to what evaluates it. */
export function ruleFiles(
  config: Config,
  custom: CustomFiles,
  interval = (wanted: Duration): Duration => wanted,
): Artefacts {
  const { runbookBaseUrl } = config;
  const own = Object.fromEntries(
    tune(boundTools(catalogue.rules, config.mcpTools), config.alerts).map((group) => [
      `rules/${group.name}.yml`,
      toYaml(compileRules({ ...group, interval: interval(group.interval) }, { runbookBaseUrl })),
    ]),
  );
  return { ...own, ...customRuleFiles(filesBelow("rules", custom), interval) };
}

/** A page per alert for the person who is paged; committed as docs/runbooks. */
export function runbookFiles(): Artefacts {
  const alerts = alertsOf(catalogue.rules);
  return Object.fromEntries(alerts.map((alert) => [`${alert.name}.md`, compileRunbook(alert)]));
}

/** docs/alerts.md. */
export function alertsPage(): string {
  return compileAlertTable(catalogue.rules);
}

/** Dashboards as Grafana JSON, by path below their folder. */
export function dashboardFiles(config: Config, custom: CustomFiles, dataSource?: DataSource): Artefacts {
  const dashboards = deployedDashboards(config, custom, dataSource);
  return Object.fromEntries(dashboards.map(({ path, json }) => [path, json]));
}
