import { fateOf, type WhyGone } from "@monitoring/alerting";
import { parsePromql, promql } from "@monitoring/collection";
import { hasAlertHistory, withAlertHistory, withoutAlertHistory } from "./alert-history.ts";
import { panelsOf, type DashboardRow, type DashboardSection } from "./dashboard.ts";
import { expanded } from "./expand-variables.ts";
import type { PanelQuery, PanelRow } from "./panel.ts";
import { seriesOf, type VariableName } from "./variable.ts";

/** A panel that could show nothing where its dashboard is placed. */
export interface PanelLeftOut {
  readonly dashboard: string;
  readonly panel: string;
  readonly why: string;
}

/** The dashboards without what could never show anything, and the panels that are left out. */
export interface PlacedDashboards {
  readonly dashboards: readonly DashboardRow[];
  readonly leftOut: readonly PanelLeftOut[];
}

/** Leaves out queries of series that do not exist, then panels, sections and dashboards that nothing is left of. */
export function placeDashboards(rows: readonly DashboardRow[], whyGone: WhyGone): PlacedDashboards {
  const why = ({ expr }: PanelQuery): string | undefined => whyEmpty(promql`${expr}`.text, whyGone);
  const leftOut = rows.flatMap((row) =>
    panelsOf(row).flatMap(({ title, queries }) => {
      const [first] = queries.map(why);
      return first !== undefined && queries.every((query) => why(query) !== undefined)
        ? [{ dashboard: row.uid, panel: title, why: first }]
        : [];
    }),
  );
  const dashboards = rows.flatMap((row) => {
    // What happened to alerts is shown beside what they are about, and is nothing by itself.
    const sections = withoutAlertHistory(row).sections.flatMap((section) => placeSection(section, why));
    if (sections.length === 0) return [];
    const variables = row.variables.filter((name) => isUsed(name, sections, whyGone));
    const placed = { ...row, sections, variables };
    return [hasAlertHistory(row) ? withAlertHistory(placed) : placed];
  });
  return { dashboards, leftOut };
}

function placeSection(
  section: DashboardSection,
  why: (query: PanelQuery) => string | undefined,
): readonly DashboardSection[] {
  const panels = section.panels.flatMap((panel): PanelRow[] => {
    const [first, ...rest] = panel.queries.filter((query) => why(query) === undefined);
    return first === undefined ? [] : [{ ...panel, queries: [first, ...rest] }];
  });
  return panels.length === 0 ? [] : [{ ...section, panels }];
}

/** A choice is offered where there is something to choose and something that follows it. */
function isUsed(name: VariableName, sections: readonly DashboardSection[], whyGone: WhyGone): boolean {
  const texts = sections.flatMap(({ panels }) =>
    panels.flatMap(({ queries }) => queries.map(({ expr }) => promql`${expr}`.text)),
  );
  return whyEmpty(seriesOf(name), whyGone) === undefined && texts.some((text) => text.includes(`$${name}`));
}

function whyEmpty(query: string, whyGone: WhyGone): string | undefined {
  const text = expanded(query);
  const { gives, why } = fateOf(text, whyGone);
  if (gives === "nothing") return why;
  // The number that stands for none of something says the same for ever where there is nothing to count.
  const reasons = parsePromql(text).selectors.map(({ metric, matchers }) => whyGone({ metric, matchers }));
  return reasons.includes(undefined) ? undefined : reasons[0];
}
