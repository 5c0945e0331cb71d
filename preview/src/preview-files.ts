import { gunzipSync, gzipSync } from "node:zlib";
import type { Site } from "./site.ts";

/** Everything that the preview shows. */
export interface PreviewFiles {
  readonly site: Site;
  /** Dashboards as JSON, by the file that {@link PreviewFiles.site} names. */
  readonly files: Readonly<Record<string, string>>;
}

/** File with {@link packed} contents, in the folder that the preview's container reads. */
export const shownFile = "shown.json.gz.base64";

/** As one text, a tenth as long: the Docker provider takes each upload apart at every preview, and only the page reads it. */
export function packed(shown: PreviewFiles): string {
  return gzipSync(JSON.stringify(shown)).toString("base64");
}

/** The opposite of {@link packed}. @throws on any other text */
export function unpacked(text: string): PreviewFiles {
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString()) as PreviewFiles;
}
