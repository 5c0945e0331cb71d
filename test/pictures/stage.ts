import { readFileSync } from "node:fs";
import type { PreviewFiles, Upstream } from "@monitoring/preview";
import { startBrowser, type Browser } from "../../tools/src/pictures/browser.ts";
import { silent } from "../../tools/src/pictures/recorded-week.ts";
import { servePreview } from "../../tools/src/pictures/serve-preview.ts";
import { ensureChromium } from "../../tools/src/toolchain/chromium.ts";
import { ensurePreview, type PreviewBuild } from "../../tools/src/toolchain/preview-build.ts";

/** A browser and the built page, for one file of tests. */
export interface Stage {
  readonly browser: Browser;
  readonly build: PreviewBuild;
  /** Text of the script that finds flaws. */
  readonly inspect: string;
  /** Serves dashboards. Closed with the stage. */
  readonly serve: (shown: PreviewFiles, prometheus: Upstream, alertmanager?: Upstream) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Builds what is missing, and starts a browser. */
export async function openStage(): Promise<Stage> {
  const [build, program] = [await ensurePreview(), await ensureChromium({ yes: true })];
  const browser = await startBrowser(program);
  const closing: (() => Promise<void>)[] = [];
  return {
    browser,
    build,
    inspect: readFileSync(build.inspect, "utf8"),
    serve: async (shown, prometheus, alertmanager = silent) => {
      const served = await servePreview({ page: build.page, shown, prometheus, alertmanager });
      closing.push(served.close);
      return served.url;
    },
    close: async () => {
      await browser.close();
      await Promise.all(closing.map((close) => close()));
    },
  };
}

/** What a preview shows, of dashboards as plain values. */
export function shownOf(
  ...dashboards: readonly { readonly uid: string; readonly title: string }[]
): PreviewFiles {
  return {
    site: {
      scrapeInterval: "15s",
      prometheusUrl: "http://127.0.0.1:9090",
      alertmanagerUrl: "http://127.0.0.1:9093",
      dashboards: dashboards.map(({ uid, title }) => ({
        uid,
        title,
        folder: "Tests",
        description: `What does ${title} show?`,
        tags: ["test"],
        file: `${uid}.json`,
      })),
    },
    files: Object.fromEntries(
      dashboards.map((dashboard) => [`${dashboard.uid}.json`, JSON.stringify(dashboard)]),
    ),
  };
}
