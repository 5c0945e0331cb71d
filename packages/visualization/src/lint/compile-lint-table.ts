import { lintRules } from "./rules/index.ts";

const head = `# Dashboards of your own

Put a dashboard's JSON into \`dashboards/\` and run \`npm run up\`: Grafana shows it within 15 seconds, without a restart. Delete the file and run \`up\` again, and it goes. prod gets the same files with \`npm run pulumi -- up --stack prod\`.

- A folder below \`dashboards/\` is a folder in Grafana: \`dashboards/Team/orders.json\` is in Team, and \`dashboards/orders.json\` in Custom. \`dashboards/Operations/\` adds to the project's own folder.
- Any export of Grafana will do, "Export for sharing externally" included: its placeholders, numbers and library panels are replaced, and every Prometheus data source becomes the stack's own. Other data sources are left, and \`up\` says so.
- A dashboard without a \`uid\` gets one from its path, so that its address stays.
- A file that is no JSON or no dashboard, or that takes another one's uid or title, stops \`up\` with its place and reason before anything is touched. Metrics that nothing exposes are a warning.

\`npm run lint-dashboards\` judges the project's own dashboards and those in \`dashboards/\` by the table below; \`npm run lint-dashboards -- <file>\` any file. A dashboard of somebody else may break style (warning), but has to work (error); in the project's own, each finding is an error, and a test fails.

<!-- written by npm run docs from packages/visualization/src/lint -->

| rule | in a file of yours | why |
| --- | --- | --- |
`;

/** docs/dashboards.md. */
export function compileLintTable(): string {
  const rows = lintRules.map(
    ({ id, foreign, why }) => `| ${[id, foreign, why.replaceAll("|", "\\|")].join(" | ")} |`,
  );
  return `${head}${rows.join("\n")}\n`;
}
