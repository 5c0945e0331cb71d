import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "../repository.ts";
import { step } from "../toolchain/index.ts";
import type { PreviewBuild } from "../toolchain/preview-build.ts";
import type { Browser } from "./browser.ts";
import { draw, type Drawn, type Flaw } from "./draw.ts";
import type { PictureOptions } from "./picture-options.ts";
import { decodePng, encodeSmallPng, top } from "./png.ts";
import { servePreview } from "./serve-preview.ts";
import type { Shown } from "./shown-dashboards.ts";

/** A picture that is to be taken. */
export interface Wanted {
  readonly uid: string;
  readonly theme: PictureOptions["themes"][number];
  readonly width: number;
}

/** Where a picture is written. */
export interface PictureFile {
  readonly file: string;
  /** Pixels from the top. @default all */
  readonly rows?: number;
}

/** Draws pictures one after the other, and says which files they are. @returns each flaw once */
export async function drawAll(
  browser: Browser,
  build: PreviewBuild,
  shown: Shown,
  wanted: readonly Wanted[],
  filesOf: (one: Wanted) => readonly PictureFile[],
): Promise<readonly Flaw[]> {
  const inspect = readFileSync(build.inspect, "utf8");
  const served = await servePreview({ page: build.page, shown: shown.files, ...shown });
  const flaws = new Map<string, Flaw>();
  try {
    for (const one of wanted) {
      const { uid, theme, width } = one;
      const drawn = await step(`draw ${uid}, ${theme}, ${width} pixels wide`, 4, () =>
        draw(browser, { ...shown, ...one, url: served.url, inspect }),
      );
      for (const file of filesOf(one)) save(file, drawn);
      for (const { panel, what } of drawn.flaws) {
        // The same flaw at each width and in each theme is one.
        flaws.set(`${uid} ${panel} ${what}`, { panel: `${uid}, ${panel}`, what });
      }
    }
  } finally {
    await served.close();
  }
  return [...flaws.values()];
}

function save({ file, rows = Infinity }: PictureFile, { png }: Drawn): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, encodeSmallPng(top(decodePng(png), rows)));
  process.stdout.write(`${file}\n`);
}

/** A picture of each dashboard at each width and in each theme. */
export function eachOf(
  uids: readonly string[],
  { themes, widths }: Pick<PictureOptions, "themes" | "widths">,
): Wanted[] {
  return uids.flatMap((uid) => widths.flatMap((width) => themes.map((theme) => ({ uid, theme, width }))));
}

/** Name of a picture's file. */
export function fileName({ uid, theme, width }: Wanted, mark = ""): string {
  return `${uid}-${theme}-${width}${mark}.png`;
}

/** Where the README's picture of a dashboard lies, if it is one. */
export function committedFile({ uid, theme, width }: Wanted): readonly PictureFile[] {
  if (width !== committed.width) return [];
  return [{ file: join(committed.folder, `${uid}-${theme}.png`), rows: committed.rows }];
}

/** The pictures that the README shows: what a reader sees first, so that they stay small. Pixels. */
export const committed = { folder: join(repository, "docs/pictures"), width: 1280, rows: 1100 } as const;
