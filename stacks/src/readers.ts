import { alertsOf, expression, type Alert, type RuleGroup } from "@monitoring/alerting";
import {
  contractProblems,
  promql,
  type Exposition,
  type Reader,
  type Recording,
} from "@monitoring/collection";
import { expanded, panelsOf, type DashboardRow } from "@monitoring/visualization";
import { catalogue } from "./catalogue.ts";

/** Every PromQL text of the catalogue with who evaluates it. */
export function readers(): Reader[] {
  const rules: readonly RuleGroup[] = catalogue.rules;
  const dashboards: readonly DashboardRow[] = catalogue.dashboards;
  return [
    ...recordings().map(({ name, expr }) => ({ owner: `recording ${name}`, text: expr.text })),
    ...alertsOf(rules).flatMap(alertReaders),
    ...dashboards.flatMap((dashboard) =>
      panelsOf(dashboard).flatMap(({ title, queries }) =>
        queries.map(({ expr }) => ({
          owner: `panel "${title}" of ${dashboard.uid}`,
          text: expanded(promql`${expr}`.text),
        })),
      ),
    ),
  ];
}

/** Every metric that rules compute. */
export function recordings(): readonly Recording[] {
  const rules: readonly RuleGroup[] = catalogue.rules;
  return rules.flatMap((group) => group.recordings);
}

function alertReaders(alert: Alert): Reader[] {
  return [{ owner: `alert ${alert.name}`, text: expression(alert).text }, ...runbookReaders(alert)];
}

/** The queries that an alert's runbook tells people to ask. */
export function runbookReaders(alert: Alert): Reader[] {
  return alert.runbook.checks.flatMap(({ query }) =>
    query ? [{ owner: `runbook of ${alert.name}`, text: query.text }] : [],
  );
}

/** What breaks when one exporter's recording is replaced by another: sentences as {@link contractProblems} writes them. */
export function brokenReaders(before: Exposition, after: Exposition, rest: readonly Exposition[]): string[] {
  const problems = (exposition: Exposition): string[] =>
    contractProblems(readers(), { exposed: [exposition, ...rest], recordings: recordings() });
  const known = new Set(problems(before));
  return problems(after).filter((problem) => !known.has(problem));
}
