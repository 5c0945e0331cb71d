import type { Alert } from "@monitoring/alerting";
import { toJson } from "@monitoring/collection";
import { recordedContracts } from "@monitoring/collection/recorded";
import {
  artefacts,
  catalogue as all,
  readConfig,
  type Artefacts,
  type Catalogue,
  type CustomFiles,
  type StackName,
} from "@monitoring/stacks";
import { factsFile, stackFacts } from "@monitoring/stacks/facts";
import { describe } from "../../src/diff/describe.ts";
import type { Description } from "../../src/diff/description.ts";

/** A state of the clone: its rows, settings and custom files. */
export interface Clone {
  readonly catalogue?: Catalogue;
  readonly dev?: Readonly<Record<string, unknown>>;
  readonly prod?: Readonly<Record<string, unknown>>;
  readonly custom?: CustomFiles;
}

/** What prod needs at least. */
export const prodSettings = {
  grafanaUrl: "https://grafana.example.com",
  amp: {
    email: ["oncall@example.com"],
    pagerduty: { secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:pagerduty-AbCdEf" },
  },
};

const groups: readonly string[] = [
  "mcp-server",
  "mcp-http",
  "slo-fast",
  "slo-slow",
  "database-down",
  "database-health",
  "redis",
  "machine",
  "disk-forecast",
  "integrations",
  "prometheus-storage",
  "watchdog",
];

/** Some of the project's rows, so that a row more elsewhere does not change what the golden files say. */
export const catalogue: Catalogue = {
  ...all,
  rules: all.rules.filter(({ name }) => groups.includes(name)),
  dashboards: [all.dashboards[0], ...all.dashboards.filter(({ uid }) => uid === "business")],
};

const contracts = recordedContracts();

/** What `npm run render` writes for a clone. */
export function rendered(stack: StackName, clone: Clone): Artefacts {
  const values = { dev: {}, prod: prodSettings, ...clone }[stack];
  const result = readConfig(values, clone.catalogue ?? catalogue);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const custom = clone.custom ?? {};
  return {
    ...artefacts(stack, result.config, custom),
    [factsFile]: toJson(stackFacts(stack, result.config, custom, contracts)),
  };
}

const known = new Map<string, Description>();

/** A stack as a clone describes it; the one without changes is described once. */
export function described(stack: StackName, clone: Clone = {}): Description {
  if (Object.keys(clone).length > 0) return describe(stack, rendered(stack, clone));
  const found = known.get(stack) ?? describe(stack, rendered(stack, clone));
  known.set(stack, found);
  return found;
}

/** Those rows with some alerts changed by name; `undefined` takes one away. */
export function withAlerts(
  changes: Readonly<Record<string, (alert: Alert) => Alert | undefined>>,
): Catalogue {
  const used = new Set<string>();
  const rules = catalogue.rules.map((group) => ({
    ...group,
    alerts: group.alerts.flatMap((alert) => {
      const change = changes[alert.name];
      if (change === undefined) return [alert];
      used.add(alert.name);
      return change(alert) ?? [];
    }),
  }));
  const unknown = Object.keys(changes).filter((name) => !used.has(name));
  if (unknown.length > 0) throw new Error(`there is no alert ${unknown.join(", ")}`);
  return { ...catalogue, rules };
}
