import type { Alert } from "./alert.ts";
import type { RuleGroup } from "./rule-group.ts";

const head = `# Alerts

<!-- Written by \`npm run docs\` from packages/alerting/src/alerts; do not edit. -->

Each links to its runbook. A stack's configuration may change or switch off any but the heartbeat:

\`\`\`yaml
config:
  monitoring:alerts:
    HighErrorRate: { threshold: 0.02, for: 10m }
    ClockSkew: { enabled: false }
\`\`\`

The proofs that an alert fires and stays quiet are of the values below.
`;

/** docs/alerts.md: every alert by subject, with what may be changed about it. */
export function compileAlertTable(groups: readonly RuleGroup[]): string {
  const sections = groups
    .filter(({ alerts }) => alerts.length > 0)
    .map(({ name, interval, alerts }) =>
      [
        `## ${name}`,
        `Evaluated every ${interval}.`,
        [
          "| alert | severity | threshold | for | fires when |",
          "| --- | --- | --- | --- | --- |",
          ...alerts.map(row),
        ].join("\n"),
      ].join("\n\n"),
    );
  return `${[head.trimEnd(), ...sections].join("\n\n")}\n`;
}

function row({ name, severity, threshold, for: duration, fires }: Alert): string {
  const cells = [
    `[${name}](runbooks/${name}.md)`,
    severity,
    threshold ? `${threshold.value} ${threshold.unit}` : "",
    duration === "0s" ? "" : duration,
    fires[0].when,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
