import type { KnownSeries } from "@monitoring/collection";
import {
  lintDashboardFile,
  normaliseDashboard,
  prometheusDataSource,
  readDashboard,
  unknownSeries,
} from "@monitoring/visualization";
import type { Problem } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { isDashboardPath } from "./deployed-dashboards.ts";

/** So many are named; the rest is counted. */
const shown = 3;

/**
 * What a custom dashboard will not show, though it is deployed: for each file one line about metrics that nothing exposes,
 * and some about panels that do not work.
 */
export function customWarnings(files: CustomFiles, known: KnownSeries): readonly Problem[] {
  return Object.keys(files)
    .filter(isDashboardPath)
    .sort()
    .flatMap((path) => warnings(path, files[path] ?? "", known).map((message) => ({ key: path, message })));
}

function warnings(path: string, text: string, known: KnownSeries): string[] {
  const read = readDashboard(text);
  if (!read.ok) return [];
  const dataSource = prometheusDataSource;
  const deployed = normaliseDashboard(read.dashboard, { dataSource, path });
  const broken = lintDashboardFile(path, text, { known, deployedWith: dataSource })
    .filter(({ severity }) => severity === "error")
    .map(({ line, panel, reason, remedy }) => {
      const who = panel === undefined ? "" : `panel "${panel}" `;
      return `${path}, line ${line}: ${who}${reason}; ${remedy}`;
    });
  const rest = broken.length - shown;
  const more = `${path} has ${rest} more mistakes: ${command(path)}`;
  return [
    ...deployed.warnings.map((warning) => `${path} ${warning}`),
    ...broken.slice(0, shown),
    ...(rest > 0 ? [more] : []),
    ...unknown(path, unknownSeries(deployed.json, known)),
  ];
}

function unknown(path: string, metrics: readonly string[]): string[] {
  if (metrics.length === 0) return [];
  const names = metrics.slice(0, shown).join(", ");
  const count = metrics.length === 1 ? "a metric" : `${metrics.length} metrics`;
  const list = metrics.length > shown ? `${names} and others` : names;
  return [
    `${path} reads ${count} that nothing here exposes: ${list}; panels with ${metrics.length === 1 ? "it" : "them"} stay empty. ` +
      `All of them: ${command(path)}`,
  ];
}

function command(path: string): string {
  return `npm run lint-dashboards -- ${path.includes(" ") ? `"${path}"` : path}`;
}
