import { alertStates, promql, where } from "@monitoring/collection";
import { panelsOf, type DashboardRow } from "./dashboard.ts";
import { alertsNamed, type PanelRow } from "./panel.ts";

const sinceWhen = "Since when?";
const title = "Alerts of what is shown here";

/** The dashboard with a first answer to "since when?": the alerts that its panels name, over time. */
export function withAlertHistory(row: DashboardRow): DashboardRow {
  const names = [...new Set(panelsOf(row).flatMap(alertsNamed))].filter((name) => name !== "Watchdog").sort();
  if (names.length === 0) return row;
  const sections = row.sections.map((section) =>
    section.title === sinceWhen ? { ...section, panels: [history(names), ...section.panels] } : section,
  );
  return { ...row, sections };
}

/** The dashboard without what {@link withAlertHistory} adds. */
export function withoutAlertHistory(row: DashboardRow): DashboardRow {
  const sections = row.sections.map((section) => ({
    ...section,
    panels: section.panels.filter((panel) => panel.title !== title),
  }));
  return { ...row, sections };
}

function history(names: readonly string[]): PanelRow {
  const state = (alertstate: string) =>
    where(alertStates, { alertstate, alertname: new RegExp(names.join("|")) });
  return {
    kind: "states",
    title,
    description: "Which of the alerts that watch these panels were pending or fired, and when?",
    queries: [
      {
        expr: promql`max by (alertname) (2 * ${state("firing")}) or max by (alertname) (${state("pending")}) or label_replace(vector(0), "alertname", "none", "", "")`,
        legend: "{{alertname}}",
      },
    ],
    unit: "none",
    words: { 0: "quiet", 1: "pending", 2: "firing" },
    limits: { yellow: 1, red: 2 },
    width: 12,
  };
}
