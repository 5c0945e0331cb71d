import type { Alert } from "./alert.ts";

/** What the person who is paged reads: a Markdown page made from the alert's row. */
export function compileRunbook(alert: Alert): string {
  const steps = alert.runbook.map((step, i) => `${i + 1}. ${step}`);
  return `# ${alert.name}

${alert.description}

| severity | for | expression |
| --- | --- | --- |
| ${alert.severity} | ${alert.for} | \`${alert.expr.text.replaceAll("|", "\\|")}\` |

## What to do

${steps.join("\n")}

## It fires when

${alert.fires.map(({ when }) => `- ${when}`).join("\n")}

## It stays quiet when

${alert.quiet === "never" ? "- never" : alert.quiet.map(({ when }) => `- ${when}`).join("\n")}
`;
}
