import { lintRules } from "./rules/index.ts";

const head = `<!-- written by npm run docs from packages/visualization/src/lint -->

| rule | in a file of yours | why |
| --- | --- | --- |
`;

/** The linter's rules, as Markdown. */
export function compileLintTable(): string {
  const rows = lintRules.map(
    ({ id, foreign, why }) => `| ${[id, foreign, why.replaceAll("|", "\\|")].join(" | ")} |`,
  );
  return `${head}${rows.join("\n")}\n`;
}
