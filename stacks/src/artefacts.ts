import { alertsOf, compileAlertTable, compileRunbook, tune } from "@monitoring/alerting";
import {
  browserUrl,
  compileBlackbox,
  compilePrometheus,
  compileScrapes,
  toYaml,
} from "@monitoring/collection";
import { compileDatadog, compileRemoteWrite } from "@monitoring/remote-storage";
import { ampDataSource, compileGrafana, type DataSource } from "@monitoring/visualization";
import { alertmanagerFiles, ampDefinition } from "./alerting-files.ts";
import { collectorFiles } from "./collectors/collector-files.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { filesBelow, type CustomFiles } from "./custom-files.ts";
import { deployedDashboards } from "./deployed-dashboards.ts";
import { onPlatform } from "./on-platform.ts";
import { runbookReaders } from "./readers.ts";
import { compiledRules, localRuleFiles, ruleNamespaces, type Artefacts } from "./rule-files.ts";
import { resolveDestinations } from "./shipping/destinations.ts";
import { namesMetrics, relabelling, shipped, type Shipped } from "./shipping/keep.ts";
import { textsOf } from "./shipping/texts.ts";
import { services, watched } from "./targets.ts";

/** The stacks that exist. */
export const stackNames = ["dev", "prod"] as const;

/** A stack's name. */
export type StackName = (typeof stackNames)[number];

/**
 * Every compiled file of a stack, without placing anything.
 * @param custom what people dropped into the clone: it is deployed, and what it reads leaves by remote_write
 */
export function artefacts(stack: StackName, given: Config, custom: CustomFiles = {}): Artefacts {
  const config = onPlatform(stack, given);
  return {
    ...{ dev: devArtefacts, prod: prodArtefacts }[stack](config, custom),
    ...datadogFiles(stack, config, custom),
  };
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
    ...Object.fromEntries(
      Object.entries(ruleNamespaces(config, custom)).map(([name, text]) => [`amp/rules/${name}.yml`, text]),
    ),
    "amp/alertmanager.yml": ampDefinition(config),
    ...collectorFiles(config, custom),
    ...prefixed("dashboards", dashboardFiles(config, custom, ampDataSource)),
  };
}

/** prometheus.yml and the rule files that it names. */
export function prometheusFiles(config: Config, custom: CustomFiles): Artefacts {
  const rules = localRuleFiles(config, custom);
  const { destinations } = resolveDestinations(config);
  const keep = destinations.length > 0 ? relabelling(shippedSeries(config, custom)) : [];
  const { jobs, probes } = watched(config);
  const prometheus = compilePrometheus({
    scrapeInterval: config.scrapeInterval,
    evaluationInterval: config.scrapeInterval,
    externalLabels: { env: "dev" },
    jobs,
    probes: { exporter: services.blackbox, targets: probes },
    ruleFiles: Object.keys(rules).sort(),
    alertmanagers: [services.alertmanager],
    remoteWrite: destinations.map((destination) => compileRemoteWrite(destination, keep)),
  });
  return { "prometheus.yml": toYaml(prometheus), ...rules };
}

/** What leaves by remote_write: what the rules and dashboards of this configuration read, custom ones included. */
export function shippedSeries(config: Config, custom: CustomFiles = {}): Shipped {
  const runbooks = alertsOf(tune(config.catalogue.rules, config.alerts))
    .flatMap(runbookReaders)
    .filter(namesMetrics);
  const files = { ...filesBelow("rules", custom), ...dashboardFiles(config, custom) };
  const { readers, computed } = textsOf(files, compiledRules(config));
  return shipped(config, { readers: [...readers, ...runbooks], computed });
}

/** Configurations of the collectors that send to Datadog, by path: one per destination of that kind. */
function datadogFiles(stack: StackName, config: Config, custom: CustomFiles): Artefacts {
  const rows = Object.entries(config.remoteWrite).filter(([, { kind }]) => kind === "datadog");
  if (rows.length === 0) return {};
  const { jobs, probes } = watched(config);
  const prometheus = {
    global: { scrape_interval: config.scrapeInterval, external_labels: { env: stack } },
    ...compileScrapes({ jobs, probes: { exporter: services.blackbox, targets: probes } }),
  };
  const keep = relabelling(shippedSeries(config, custom));
  return Object.fromEntries(
    rows.map(([name, { site = "datadoghq.com" }]) => [
      `datadog/${name}.yaml`,
      toYaml(compileDatadog({ site, prometheus, keep })),
    ]),
  );
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
  const { dashboards } = config.catalogue;
  const [home] = dashboards;
  return compileGrafana({
    prometheus: services.prometheus,
    alertmanager: services.alertmanager,
    scrapeInterval: config.scrapeInterval,
    externalUrl: browserUrl(config.bindAddress, config.ports.grafana || 0),
    folders: [...new Set(dashboards.map(({ folder }) => folder))].sort(),
    home: `${home.folder.toLowerCase()}/${home.uid}.json`,
  });
}

function prefixed(folder: string, files: Artefacts): Artefacts {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** A page per alert for the person who is paged; committed as docs/runbooks. */
export function runbookFiles({ rules }: Catalogue): Artefacts {
  const alerts = alertsOf(rules);
  return Object.fromEntries(alerts.map((alert) => [`${alert.name}.md`, compileRunbook(alert)]));
}

/** docs/alerts.md. */
export function alertsPage({ rules }: Catalogue): string {
  return compileAlertTable(rules);
}

/** Dashboards as Grafana JSON, by path below their folder. */
export function dashboardFiles(config: Config, custom: CustomFiles, dataSource?: DataSource): Artefacts {
  const dashboards = deployedDashboards(config, custom, dataSource);
  return Object.fromEntries(dashboards.map(({ path, json }) => [path, json]));
}
