import {
  compileAlertmanager,
  compileAlerts,
  compileRecordings,
  compileRunbook,
  routes,
  type RuleOptions,
} from "@monitoring/alerting";
import { compileBlackbox, compilePrometheus, toJson, toYaml, type Duration } from "@monitoring/collection";
import { ampInterval } from "@monitoring/remote-storage";
import { compileDashboard } from "@monitoring/visualization";
import { catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { resolveReceivers } from "./receivers.ts";
import { services, watched } from "./targets.ts";

/** Compiled files by path. */
export type Artefacts = Readonly<Record<string, string>>;

/** The stacks that exist. */
export const stackNames = ["dev", "prod"] as const;

/** A stack's name. */
export type StackName = (typeof stackNames)[number];

/** Folder of the receivers' secret files in Alertmanager's container. */
export const secretsFolder = "/etc/alertmanager-secrets";

/** Every compiled file of a stack, without placing anything. */
export function artefacts(stack: StackName, config: Config): Artefacts {
  return { dev: devArtefacts, prod: prodArtefacts }[stack](config);
}

function devArtefacts(config: Config): Artefacts {
  return {
    ...prometheusFiles(config),
    "alertmanager.yml": alertmanagerFile(config),
    "blackbox.yml": toYaml(compileBlackbox()),
    ...dashboardFiles(),
  };
}

function prodArtefacts(config: Config): Artefacts {
  const rules = Object.entries(ruleFiles(config, ampInterval)).map(([path, text]) => [`amp/${path}`, text]);
  return { ...(Object.fromEntries(rules) as Artefacts), ...dashboardFiles() };
}

/** prometheus.yml and the rule files that it names. */
export function prometheusFiles(config: Config): Artefacts {
  const rules = ruleFiles(config);
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

/** alertmanager.yml. */
export function alertmanagerFile(config: Config): string {
  const { receivers } = resolveReceivers(config);
  return toYaml(compileAlertmanager({ receivers, routes, secretsFolder }));
}

/** Rule files by path, each group's interval adapted to what evaluates it. */
export function ruleFiles(config: RuleOptions, interval = (wanted: Duration): Duration => wanted): Artefacts {
  const { runbookBaseUrl } = config;
  const recordings = catalogue.recordings.map((group): [string, object] => [
    `rules/recordings-${group.name}.yml`,
    compileRecordings({ ...group, interval: interval(group.interval) }),
  ]);
  const alerts = catalogue.alerts.map((group): [string, object] => [
    `rules/alerts-${group.name}.yml`,
    compileAlerts({ ...group, interval: interval(group.interval) }, { runbookBaseUrl }),
  ]);
  return Object.fromEntries([...recordings, ...alerts].map(([path, file]) => [path, toYaml(file)]));
}

/** A page per alert for the person who is paged; committed as docs/runbooks. */
export function runbookFiles(): Artefacts {
  const alerts = catalogue.alerts.flatMap((group) => group.alerts);
  return Object.fromEntries(alerts.map((alert) => [`${alert.name}.md`, compileRunbook(alert)]));
}

/** Dashboards as Grafana JSON. */
export function dashboardFiles(): Artefacts {
  return Object.fromEntries(
    catalogue.dashboards.map((row) => [
      `dashboards/${row.folder.toLowerCase()}/${row.uid}.json`,
      toJson(compileDashboard(row)),
    ]),
  );
}
