import {
  compileRules,
  drillLabel,
  hastenedInterval,
  type RuleFile,
  type RuleGroup,
} from "@monitoring/alerting";
import { compilePrometheus, toYaml, type JobName } from "@monitoring/collection";
import { services, watched, type Config } from "@monitoring/stacks";

// What faults on the stack itself show in. The machine's own processors and disks do not belong to a drill.
const jobs: readonly JobName[] = ["mcp-server", "postgres", "redis", "cadvisor"];

/** Where the drill's Prometheus looks for targets that come and go with a fault, below /tmp. */
export const targetsFolder = "targets";

/** The files of the drill's Prometheus: the stack's targets, asked every second, and its rules with the drill's label. */
export function judgeFiles(
  config: Config,
  groups: readonly RuleGroup[],
  runbookBaseUrl: string,
): Readonly<Record<string, string>> {
  const { jobs: all, probes } = watched(config);
  const rules = Object.fromEntries(
    groups
      .filter(({ alerts, recordings }) => alerts.length + recordings.length > 0)
      .map((group) => [`rules/${group.name}.yml`, toYaml(labelled(compileRules(group, { runbookBaseUrl })))]),
  );
  const compiled = compilePrometheus({
    scrapeInterval: hastenedInterval,
    evaluationInterval: hastenedInterval,
    externalLabels: { env: "dev" },
    jobs: all.filter(({ name }) => jobs.includes(name)).map(({ interval: _itsOwn, ...job }) => job),
    probes: { exporter: services.blackbox, targets: probes },
    ruleFiles: Object.keys(rules).sort(),
    alertmanagers: [services.alertmanager],
  }) as { readonly scrape_configs: readonly object[] };
  return {
    ...rules,
    "prometheus.yml": toYaml({
      ...compiled,
      scrape_configs: [...compiled.scrape_configs, itself, comingAndGoing],
    }),
  };
}

const itself = {
  job_name: "prometheus",
  static_configs: [{ targets: ["localhost:9090"], labels: { service: "prometheus" } }],
};

const comingAndGoing = {
  // The name of the job is the target's to say.
  job_name: "drill",
  file_sd_configs: [{ files: [`/tmp/${targetsFolder}/*.json`], refresh_interval: hastenedInterval }],
};

/** Gives each alert the label by which its way is told from that of the stack's own. */
function labelled(file: RuleFile): RuleFile {
  return {
    groups: file.groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) =>
        "alert" in rule ? { ...rule, labels: { ...rule.labels, [drillLabel]: rule.alert } } : rule,
      ),
    })),
  };
}
