import { readFile } from "node:fs/promises";
import { unpacked, type PreviewFiles } from "../preview-files.ts";
import type { Site } from "../site.ts";

/** Where the preview's dashboards come from. */
export interface Source {
  /** Everything but the dashboards themselves. */
  readonly site: () => Promise<Site>;
  /** A dashboard's JSON; undefined where there is none. */
  readonly dashboard: (uid: string) => Promise<string | undefined>;
}

/** A file of packed dashboards that may change at any time: it is read for each question. */
export function fileSource(path: string): Source {
  return sourceOf(async () => unpacked(await readFile(path, "utf8")));
}

/** Dashboards at hand. */
export function plainSource(shown: PreviewFiles): Source {
  return sourceOf(() => Promise.resolve(shown));
}

function sourceOf(shown: () => Promise<PreviewFiles>): Source {
  return {
    site: async () => (await shown()).site,
    dashboard: async (uid) => {
      // By the list, never by what was asked for: a uid is no path.
      const { site, files } = await shown();
      const listed = site.dashboards.find((one) => one.uid === uid);
      return listed && files[listed.file];
    },
  };
}
