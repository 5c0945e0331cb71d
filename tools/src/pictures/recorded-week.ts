import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Upstream } from "@monitoring/preview";
import { readConfig, type Config } from "@monitoring/stacks";
import { repository } from "../repository.ts";
import { answersText, replaying, type RecordedAnswer } from "./recorded-answers.ts";

/** Folder with what Prometheus answered to each dashboard about the week, a file for each. */
export const recordedFolder = join(repository, "preview/recorded");

/** Lines have that many points at most, however wide they are drawn: so an answer serves every width. */
export const recordedPoints = "300";

/** An Alertmanager without alerts. */
export const silent: Upstream = () => Promise.resolve({ status: 200, body: "[]" });

/** The stack that the week is of: every default. */
export function weekConfig(): Config {
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

/** What was recorded in a folder, for all dashboards. */
export function readRecorded(folder = recordedFolder): Upstream {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return replaying(
    files.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as RecordedAnswer[]),
  );
}

/** Writes what was answered to each dashboard, in place of all that was there. */
export function writeRecorded(answers: ReadonlyMap<string, readonly RecordedAnswer[]>): void {
  rmSync(recordedFolder, { recursive: true, force: true });
  mkdirSync(recordedFolder, { recursive: true });
  for (const [uid, list] of answers) writeFileSync(join(recordedFolder, `${uid}.json`), answersText(list));
}
