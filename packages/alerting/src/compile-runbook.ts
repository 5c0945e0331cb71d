import { expression, type Alert } from "./alert.ts";
import type { RunbookCheck } from "./runbook.ts";

/** What the person who is paged reads: a Markdown page made from the alert's row. */
export function compileRunbook(alert: Alert): string {
  return `# ${alert.name}

${alert.description}

| severity | for | expression |
| --- | --- | --- |
| ${alert.severity} | ${alert.for} | \`${expression(alert).text.replaceAll("|", "\\|")}\` |

## First look

${alert.runbook.checks.map(check).join("\n")}

## Fix

${alert.runbook.fix.map((step) => `- ${step}`).join("\n")}

## Silence

\`\`\`sh
npm run silence -- alertname=${alert.name} --for 2h --comment "why, and who looks after it"
\`\`\`

${redundant(alert)}## It fires when

${alert.fires.map(({ when }) => `- ${when}`).join("\n")}

## It stays quiet when

${alert.quiet === "never" ? "- never" : alert.quiet.map(({ when }) => `- ${when}`).join("\n")}
`;
}

function check({ question, command, query }: RunbookCheck, i: number): string {
  const blocks = [
    ...(command === undefined ? [] : [fenced("sh", command)]),
    ...(query === undefined ? [] : [fenced("promql", query.text)]),
  ];
  return [`${i + 1}. ${question}`, ...blocks].join("\n\n");
}

function fenced(language: string, text: string): string {
  return ["```" + language, ...text.split("\n"), "```"].map((line) => `   ${line}`).join("\n");
}

function redundant({ inhibitedBy = [] }: Alert): string {
  if (inhibitedBy.length === 0) return "";
  const links = inhibitedBy.map((name) => `[${name}](${name}.md)`);
  return `While ${links.join(" or ")} fires, this alert is held back: it would only be its echo.\n\n`;
}
