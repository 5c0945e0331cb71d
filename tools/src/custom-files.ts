import {
  customFileProblems,
  customWarnings,
  isDashboardPath,
  type CustomFiles,
  type Problem,
} from "@monitoring/stacks";
import { readCustomFiles } from "@monitoring/stacks/files";
import { stackMetrics } from "./record/known-metrics.ts";
import { repository } from "./repository.ts";

/** What people dropped into the clone: dashboards and rule files, by path. */
export function customFiles(): CustomFiles {
  return readCustomFiles(repository);
}

/** Every mistake in them. */
export function customProblems(): readonly Problem[] {
  return customFileProblems(customFiles());
}

/** What in them will not show anything. */
export function customFileWarnings(): readonly Problem[] {
  const files = customFiles();
  // The recordings of all exporters are read only where there is something to compare with them.
  return Object.keys(files).some(isDashboardPath) ? customWarnings(files, stackMetrics()) : [];
}
