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
const jobs: readonly JobName[] = ["mcp-server", "postgres", "redis", "cadvisor", "blackbox"];

/** Where the drill's Prometheus looks for targets that come and go with a fault, below /tmp. */
export const targetsFolder = "targets";

/** Where it looks for a further Alertmanager, below /tmp. */
export const alertmanagersFolder = "alertmanagers";

/** Where it looks for those that may send {@link sampleLimit} samples only, below /tmp. */
export const limitedFolder = "limited";

/** Samples that a target with a limit may send. */
export const sampleLimit = 100;

/** The files of the drill's Prometheus: the stack's targets, asked every second, and its rules with the drill's label. */
export function judgeFiles(
  config: Config,
  groups: readonly RuleGroup[],
  { cluster }: JudgeOptions = {},
): Readonly<Record<string, string>> {
  const { runbookBaseUrl } = config;
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
    jobs: all.filter(({ name }) => jobs.includes(name)).map(({ interval: _, timeout: __, ...job }) => job),
    probes: { exporter: services.blackbox, targets: probes },
    ruleFiles: Object.keys(rules).sort(),
    alertmanagers: [services.alertmanager],
  }) as { readonly alerting: Alerting; readonly scrape_configs: readonly ScrapeConfig[] };
  return {
    ...rules,
    "prometheus.yml": toYaml({
      ...compiled,
      alerting: { alertmanagers: [...compiled.alerting.alertmanagers, discovered(alertmanagersFolder)] },
      scrape_configs: [
        ...compiled.scrape_configs.map((scrapes) => (cluster === undefined ? scrapes : of(cluster, scrapes))),
        itself,
        // The name of the job is the target's to say.
        { job_name: "drill", ...discovered(targetsFolder) },
        { job_name: "drill-limited", sample_limit: sampleLimit, ...discovered(limitedFolder) },
      ],
    }),
  };
}

/** What sets one of the drill's Prometheus apart from the other. */
export interface JudgeOptions {
  /** The cluster that its samples are of, as those of replicas are. @default none */
  readonly cluster?: string;
}

function of(cluster: string, scrapes: ScrapeConfig): object {
  const label = { target_label: "cluster", replacement: cluster };
  return { ...scrapes, relabel_configs: [...(scrapes.relabel_configs ?? []), label] };
}

interface ScrapeConfig {
  readonly relabel_configs?: readonly object[];
}

const itself = {
  job_name: "prometheus",
  static_configs: [{ targets: ["localhost:9090"], labels: { service: "prometheus" } }],
};

interface Alerting {
  readonly alertmanagers: readonly object[];
}

/** What comes and goes with a fault, in files. */
const discovered = (folder: string): object => ({
  file_sd_configs: [{ files: [`/tmp/${folder}/*.json`], refresh_interval: hastenedInterval }],
});

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
