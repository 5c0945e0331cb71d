import { alertStates, promql, where, type Promql } from "@monitoring/collection";
import { panelsOf, type DashboardRow } from "./dashboard.ts";
import { firing } from "./firing.ts";
import { widthOf } from "./layout.ts";
import { alertsNamed, type PanelRow } from "./panel.ts";

const sinceWhen = "Since when?";
const title = "Alerts of what is shown here";
// Often there is one row, of no alert at all.
const height = 5;

/** The dashboard with a first answer to "since when?": the alerts that its panels name, over time. */
export function withAlertHistory(row: DashboardRow): DashboardRow {
  const names = [...new Set(panelsOf(row).flatMap(alertsNamed))].filter((name) => name !== "Watchdog").sort();
  if (names.length === 0) return row;
  const alertname = new RegExp(names.join("|"));
  const history: PanelRow = {
    ...states((alertstate) => where(alertStates, { alertstate, alertname })),
    title,
    description: "Which of the alerts that watch these panels were pending or fired, and when?",
  };
  const sections = row.sections.map((section) => {
    if (section.title !== sinceWhen) return section;
    const [next] = section.panels;
    // Beside a panel of the same size, else in a line of its own.
    const half = next !== undefined && widthOf(next) === 12 && next.height === height;
    return { ...section, panels: [{ ...history, width: half ? 12 : 24 }, ...section.panels] };
  });
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

/** Whether a dashboard has what {@link withAlertHistory} adds. */
export function hasAlertHistory(row: DashboardRow): boolean {
  return panelsOf(row).some((panel) => panel.title === title);
}

/** Every alert that fires or is about to, whatever it is about, over time. */
export const everyAlert: PanelRow = {
  ...states((state) => (state === "firing" ? firing : where(alertStates, { alertstate: state }))),
  title: "Alerts",
  description: "Which alerts of the whole stack were pending or fired, and when?",
  width: 12,
};

function states(inState: (state: "firing" | "pending") => Promql) {
  return {
    kind: "states",
    queries: [
      {
        expr: promql`max by (alertname) (2 * ${inState("firing")}) or max by (alertname) (${inState("pending")}) or on () label_replace(vector(0), "alertname", "none", "", "")`,
        legend: "{{alertname}}",
      },
    ],
    unit: "none",
    height,
    words: { 0: "quiet", 1: "pending", 2: "firing" },
    limits: { yellow: 1, red: 2 },
  } as const;
}
