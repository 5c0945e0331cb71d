import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serverAt } from "@monitoring/preview";
import { artefacts, previewFiles } from "@monitoring/stacks";
import { prepare } from "../prepare.ts";
import type { PreviewBuild } from "../toolchain/preview-build.ts";
import type { Browser } from "./browser.ts";
import { draw } from "./draw.ts";
import { recording, type RecordedAnswer } from "./recorded-answers.ts";
import { recordedPoints, silent, weekConfig, writeRecorded } from "./recorded-week.ts";
import { servePreview } from "./serve-preview.ts";
import { storeWeek } from "./week/store-week.ts";
import { weekEnd } from "./week/time.ts";

/** Lets a real Prometheus answer every dashboard about the week, and keeps its answers. Takes minutes. */
export async function recordWeek(
  browser: Browser,
  build: PreviewBuild,
  say: (what: string) => void,
): Promise<void> {
  const { tools } = await prepare({ yes: true });
  const folder = mkdtempSync(join(tmpdir(), "monitoring-week-"));
  const config = weekConfig();
  const stackFolder = join(folder, "stack");
  for (const [path, text] of Object.entries(artefacts("dev", config))) {
    mkdirSync(dirname(join(stackFolder, path)), { recursive: true });
    writeFileSync(join(stackFolder, path), text);
  }
  try {
    const { prometheus, promtool } = tools;
    const store = await storeWeek({ prometheus, promtool, folder, config, stackFolder, say });
    try {
      writeRecorded(await askAll(browser, build, store.url, say));
    } finally {
      await store.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the Prometheus at a URL answers to each dashboard. */
async function askAll(
  browser: Browser,
  build: PreviewBuild,
  url: string,
  say: (what: string) => void,
): Promise<ReadonlyMap<string, readonly RecordedAnswer[]>> {
  const shown = previewFiles(weekConfig());
  const inspect = readFileSync(build.inspect, "utf8");
  const answers = new Map<string, RecordedAnswer[]>();
  for (const { uid } of shown.site.dashboards) {
    say(`answers to ${uid}`);
    const kept = new Map<string, RecordedAnswer>();
    const prometheus = recording(serverAt(url), kept);
    const served = await servePreview({ page: build.page, shown, prometheus, alertmanager: silent });
    try {
      const common = { url: served.url, uid, theme: "dark", width: 1280, inspect } as const;
      await draw(browser, { ...common, now: weekEnd * 1000, parameters: { points: recordedPoints } });
    } finally {
      await served.close();
    }
    answers.set(uid, [...kept.values()]);
  }
  return answers;
}
