import {
  ampInterval,
  ampNamespaces,
  boundTools,
  compileRules,
  nameDeployment,
  tune,
  type RuleFile,
} from "@monitoring/alerting";
import { noDeployment, toYaml, type Duration } from "@monitoring/collection";
import type { Config } from "./config.ts";
import { filesBelow, type CustomFiles } from "./custom-files.ts";
import { customRuleFiles } from "./custom-rules.ts";

/** Compiled files by path. */
export type Artefacts = Readonly<Record<string, string>>;

/** AMP's rule files by namespace. */
export function ruleNamespaces(config: Config, custom: CustomFiles): Artefacts {
  const files = {
    ...texts(compiledRules(config, ampInterval)),
    ...customRuleFiles(filesBelow("rules", custom), ampInterval),
  };
  const named = Object.entries(files).map(([path, text]) => [
    path.replace(/^rules\//, "").replace(/\.yml$/, ""),
    text,
  ]);
  return ampNamespaces(Object.fromEntries(named) as Artefacts);
}

/** The local rule file that each deployment changes: it names the commit. */
export const deploymentFile = "rules/deployment.yml";

/** The local rule file of every other group of ours. */
export const ownRulesFile = "rules/monitoring.yml";

/**
 * The local Prometheus' rule files by path. Ours are few, because Docker is called once for each file, and takes a quarter
 * of a second for it.
 */
export function localRuleFiles(config: Config, custom: CustomFiles): Artefacts {
  const { [deploymentFile]: deployment, ...others } = compiledRules(config);
  const groups = Object.values(others).flatMap((file) => file.groups);
  return {
    ...texts({ [ownRulesFile]: { groups }, ...(deployment && { [deploymentFile]: deployment }) }),
    ...customRuleFiles(filesBelow("rules", custom)),
  };
}

function texts(files: Readonly<Record<string, RuleFile>>): Artefacts {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path, toYaml(file)]));
}

/** Our own rule groups as files by path, one each, before they are text. */
export function compiledRules(
  config: Config,
  interval = (wanted: Duration): Duration => wanted,
): Readonly<Record<string, RuleFile>> {
  const { runbookBaseUrl, deployment = noDeployment } = config;
  const rules = nameDeployment(boundTools(config.catalogue.rules, config.mcpTools), deployment);
  return Object.fromEntries(
    tune(rules, config.alerts).map((group) => [
      `rules/${group.name}.yml`,
      compileRules({ ...group, interval: interval(group.interval) }, { runbookBaseUrl }),
    ]),
  );
}
