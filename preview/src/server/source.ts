import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { siteFile, type Site } from "../site.ts";

/** Where the preview's dashboards come from. */
export interface Source {
  /** Everything but the dashboards themselves. */
  readonly site: () => Promise<Site>;
  /** A dashboard's JSON; undefined where there is none. */
  readonly dashboard: (uid: string) => Promise<string | undefined>;
}

/** A folder that may change at any time: it is read for each question. */
export function folderSource(folder: string): Source {
  const site = async (): Promise<Site> => JSON.parse(await readFile(join(folder, siteFile), "utf8")) as Site;
  return {
    site,
    dashboard: async (uid) => {
      // By the list, never by what was asked for: a uid is no path.
      const { dashboards } = await site();
      const listed = dashboards.find((one) => one.uid === uid);
      return listed && readFile(join(folder, listed.file), "utf8");
    },
  };
}

/** Dashboards at hand. */
export function plainSource(site: Site, files: Readonly<Record<string, string>>): Source {
  return {
    site: () => Promise.resolve(site),
    dashboard: (uid) => {
      const listed = site.dashboards.find((one) => one.uid === uid);
      return Promise.resolve(listed && files[listed.file]);
    },
  };
}
