import { anyFileChecks, checksByKind, readingChecks } from "./audit.ts";
import type { FileKind } from "./document.ts";
import type { FindingSeverity } from "./finding.ts";

interface Row {
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly what: string;
}

const sections: readonly { readonly title: string; readonly kinds: readonly FileKind[] }[] = [
  { title: "Rule files", kinds: ["rules"] },
  { title: "Unit tests of rules", kinds: ["rule-tests"] },
  { title: "Prometheus configurations and files of targets", kinds: ["prometheus"] },
  { title: "Web configurations", kinds: ["web"] },
  { title: "Alertmanager configurations", kinds: ["alertmanager"] },
];

const beginning = `# Audit

<!-- Written by \`npm run docs\` from packages/alerting/src/audit; do not edit. -->

\`\`\`sh
npm run audit -- <file or folder...>
\`\`\`

finds mistakes in rule files, their unit tests, Prometheus and web configurations, files of targets, Alertmanager configurations and their templates: also those that promtool and amtool take. What a file is for is told by what is in it. Each line says file, line, what is wrong and what to do; the exit code is 1 if there is an error among them, 0 if there are only warnings.

| flag | what it does |
| --- | --- |
| \`--metrics <file>\` | adds metrics to those that are known: the answer of an exporter's \`/metrics\` |
| \`--job <name>\` | adds a job to those of this stack |
| \`--root <folder>\` | the folder that is \`/\` for paths in the files; by default the machine's own. Relative paths begin beside the file that names them |

A metric, label or job is unknown if this stack does not have it: metrics are those of [the recorded exporters](../packages/collection/contracts/README.md), of our own recordings and of the recordings in the files themselves. A \`prometheus.yml\` among the files adds its jobs, its targets' labels and its intervals.

Files in \`rules/\` are audited by \`npm run up\` and \`npm run render\`, and deployed to dev and AMP with ours as \`rules/custom-<name>.yml\`.

Where an earlier command left promtool and amtool on the machine, they are asked too, and quoted where they refuse a file in which nothing else was found. A receiver without a way out counts as deliberate if its name says so (\`null\`, \`none\`, \`blackhole\`, \`discard\` and the like) and some route leads to one that has a way out.
`;

/** docs/audit.md: every check, from the tables. */
export function compileAuditPage(): string {
  return [
    beginning,
    section("Any file", [...readingChecks, ...anyFileChecks]),
    ...sections.map(({ title, kinds }) =>
      section(
        title,
        kinds.flatMap((kind) => checksByKind[kind]),
      ),
    ),
  ].join("\n");
}

function section(title: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ id, severity, what }) => `| \`${id}\` | ${severity} | ${what.replaceAll("|", "\\|")} |\n`,
  );
  return `## ${title}\n\n| check | severity | found is |\n| --- | --- | --- |\n${lines.join("")}`;
}
