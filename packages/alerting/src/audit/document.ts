import { nearest } from "@monitoring/collection";
import { parseYaml, type Item, type ParsedYaml } from "./item.ts";
import { alertmanagerShape } from "./shape/alertmanager-shape.ts";
import { prometheusShape, scrapeConfigsShape, targetsShape } from "./shape/prometheus-shape.ts";
import { rulesShape, ruleTestsShape, webShape } from "./shape/rules-shape.ts";
import { readShape, type Reading, type Shape } from "./shape/shape.ts";

/** What a file is for. */
export type FileKind =
  "rules" | "rule-tests" | "prometheus" | "scrape-configs" | "targets" | "web" | "alertmanager" | "templates";

/** What each kind is called in a sentence. */
export const kindNames: Readonly<Record<FileKind, string>> = {
  rules: "rule file",
  "rule-tests": "unit test of rules",
  prometheus: "Prometheus configuration",
  "scrape-configs": "file of scrape configurations",
  targets: "file of targets",
  web: "web configuration",
  alertmanager: "Alertmanager configuration",
  templates: "notification templates",
};

/** A file, read. */
export interface AuditedFile {
  readonly path: string;
  readonly text: string;
  readonly yaml: ParsedYaml;
  /** Undefined where nothing in it tells. */
  readonly kind: FileKind | undefined;
  readonly root: Item | undefined;
  readonly reading: Reading;
}

const shapes: Readonly<Record<Exclude<FileKind, "templates">, Shape>> = {
  rules: rulesShape,
  "rule-tests": ruleTestsShape,
  prometheus: prometheusShape,
  "scrape-configs": scrapeConfigsShape,
  targets: targetsShape,
  web: webShape,
  alertmanager: alertmanagerShape,
};

/** Keys at the top by which a kind is known; those that several have count less. */
const marks: readonly { readonly kind: FileKind; readonly keys: readonly string[] }[] = [
  { kind: "rules", keys: ["groups"] },
  { kind: "rule-tests", keys: ["tests", "evaluation_interval", "group_eval_order", "fuzzy_compare"] },
  {
    kind: "alertmanager",
    keys: ["route", "receivers", "inhibit_rules", "templates", "mute_time_intervals", "time_intervals"],
  },
  {
    kind: "prometheus",
    keys: [
      "scrape_configs",
      "alerting",
      "remote_write",
      "remote_read",
      "rule_files",
      "scrape_config_files",
      "storage",
      "otlp",
      "runtime",
    ],
  },
  { kind: "web", keys: ["tls_server_config", "http_server_config", "basic_auth_users", "rate_limit"] },
];

const noReading: Reading = { leaves: [], unknownKeys: [], missingKeys: [], wrongShapes: [] };

/** Reads a file: what it is for is told by what is in it. */
export function readFile(path: string, text: string): AuditedFile {
  if (path.endsWith(".tmpl")) {
    return {
      path,
      text,
      yaml: { root: undefined, errors: [] },
      kind: "templates",
      root: undefined,
      reading: noReading,
    };
  }
  const yaml = parseYaml(text);
  const { root } = yaml;
  const kind = root && kindOf(root);
  const shape = kind && kind !== "templates" ? shapes[kind] : undefined;
  return { path, text, yaml, kind, root, reading: root && shape ? readShape(root, shape) : noReading };
}

function kindOf(root: Item): FileKind | undefined {
  if (root.type === "list") {
    const hasTargets = (item: Item): boolean =>
      item.type === "map" && item.entries.some(({ key }) => key === "targets");
    return root.items.some(hasTargets) ? "targets" : undefined;
  }
  if (root.type !== "map") return undefined;
  const keys = root.entries.map(({ key }) => key);
  if (keys.includes("global")) keys.push(globalKind(root));
  const exact = best(keys, (key, known) => known.includes(key));
  return exact ?? best(keys, (key, known) => nearest(key, known) !== undefined);
}

function best(
  keys: readonly string[],
  knows: (key: string, known: readonly string[]) => boolean,
): FileKind | undefined {
  const [first] = marks
    .map(({ kind, keys: known }) => ({ kind, score: keys.filter((key) => knows(key, known)).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return first?.kind;
}

/** A key that stands for what `global` holds. */
function globalKind(root: Extract<Item, { type: "map" }>): string {
  const value = root.entries.find(({ key }) => key === "global")?.value;
  const keys = value?.type === "map" ? value.entries.map(({ key }) => key) : [];
  return keys.some((key) => /^(smtp|slack|pagerduty|opsgenie|victorops|telegram|webex|resolve)_/.test(key))
    ? "receivers"
    : "scrape_configs";
}
