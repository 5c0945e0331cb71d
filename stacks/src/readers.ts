import { alertsOf, expression, type Alert } from "@monitoring/alerting";
import {
  contractProblems,
  promql,
  type Exposition,
  type Reader,
  type Recording,
} from "@monitoring/collection";
import { expanded, panelsOf } from "@monitoring/visualization";
import type { Catalogue } from "./catalogue.ts";

/** Every PromQL text of a catalogue with who evaluates it. */
export function readers({ rules, dashboards }: Catalogue): Reader[] {
  return [
    ...recordings({ rules }).map(({ name, expr }) => ({ owner: `recording ${name}`, text: expr.text })),
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
export function recordings({ rules }: Pick<Catalogue, "rules">): readonly Recording[] {
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
export function brokenReaders(
  catalogue: Catalogue,
  before: Exposition,
  after: Exposition,
  rest: readonly Exposition[],
): string[] {
  const problems = (exposition: Exposition): string[] =>
    contractProblems(readers(catalogue), {
      exposed: [exposition, ...rest],
      recordings: recordings(catalogue),
    });
  const known = new Set(problems(before));
  return problems(after).filter((problem) => !known.has(problem));
}
