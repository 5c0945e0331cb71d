import type { DashboardRow } from "./dashboard.ts";
import { dashboards } from "./dashboards/index.ts";
import { compileLintTable } from "./lint/index.ts";

const head = `# Dashboards

Drawn from a recorded week by \`npm run pictures -- --write\`, without a Grafana: only what is seen first, the rest is below it. On the last morning the CRM hangs, and on Monday a release fails for a quarter of an hour. \`npm run pictures -- <uid>\` draws a dashboard whole; \`-- --live\` draws those of the running stack.

Green is good, yellow worth a look, red act now; what nobody judges is blue. Colours of lines tell them apart and mean nothing, but for a line that was beyond a limit in the time range: it has the limit's colour. Limits are dashed, and so is, in grey, what the other lines may reach at most. Heat maps have a scale of their own, drawn below them.`;

const own = `## Dashboards of your own

Put a dashboard's JSON into \`dashboards/\` and run \`npm run up\`: Grafana shows it within 15 seconds, without a restart. Delete the file and run \`up\` again, and it goes. prod gets the same files with \`npm run pulumi -- up --stack prod\`.

- A folder below \`dashboards/\` is a folder in Grafana: \`dashboards/Team/orders.json\` is in Team, and \`dashboards/orders.json\` in Custom. \`dashboards/Operations/\` adds to the project's own folder.
- Any export of Grafana will do, "Export for sharing externally" included: its placeholders, numbers and library panels are replaced, and every Prometheus data source becomes the stack's own. Other data sources are left, and \`up\` says so.
- A dashboard without a \`uid\` gets one from its path, so that its address stays.
- A file that is no JSON or no dashboard, or that takes another one's uid or title, stops \`up\` with its place and reason before anything is touched. Metrics that nothing exposes are a warning.

\`npm run lint-dashboards\` judges the project's own dashboards and those in \`dashboards/\` by the table below; \`npm run lint-dashboards -- <file>\` any file. A dashboard of somebody else may break style (warning), but has to work (error); in the project's own, each finding is an error, and a test fails.`;

/** docs/dashboards.md. */
export function compileDashboardsPage(): string {
  return [head, ...dashboards.map(section), own, compileLintTable()].join("\n\n");
}

function section({ uid, title, folder, description }: DashboardRow): string {
  return `## ${title}\n\n${description} In the folder ${folder}; uid \`${uid}\`.\n\n${picture(uid, title)}`;
}

// GitHub shows the one that fits the reader's theme.
function picture(uid: string, title: string): string {
  const path = `pictures/${uid}`;
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${path}-dark.png"><img alt="${title}" src="${path}-light.png"></picture>`;
}
