import { fateOf, type WhyGone } from "@monitoring/alerting";
import { promql } from "@monitoring/collection";
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
    const sections = row.sections.flatMap((section) => placeSection(section, why));
    if (sections.length === 0) return [];
    const variables = row.variables.filter((name) => isUsed(name, sections, whyGone));
    return [{ ...row, sections, variables }];
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

function whyEmpty(text: string, whyGone: WhyGone): string | undefined {
  const { gives, why } = fateOf(expanded(text), whyGone);
  return gives === "nothing" ? why : undefined;
}
