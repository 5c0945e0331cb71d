import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openHome } from "../home.ts";
import { startBrowser, type Browser } from "../pictures/browser.ts";
import { draw, type Drawn, type Flaw } from "../pictures/draw.ts";
import { committedPicture } from "../pictures/committed.ts";
import { pictureOptions, type PictureOptions } from "../pictures/picture-options.ts";
import { decodePng, encodeSmallPng } from "../pictures/png.ts";
import { servePreview } from "../pictures/serve-preview.ts";
import { chosenUids, shownDashboards } from "../pictures/shown-dashboards.ts";
import { ensureChromium } from "../toolchain/chromium.ts";
import { ensurePreview, type PreviewBuild } from "../toolchain/preview-build.ts";
import { step } from "../toolchain/index.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Draws dashboards as PNG, and says what is wrong with what they show. */
export async function run(args: readonly string[]): Promise<number> {
  const options = pictureOptions(args);
  const [build, program] = [await ensurePreview(), await ensureChromium()];
  const browser = await startBrowser(program);
  try {
    if (options.record) {
      const { recordWeek } = await import("../pictures/record-week.ts");
      await step("record the week", 150, (report) => recordWeek(browser, build, report));
    }
    const flaws = await drawAll(browser, build, options);
    for (const { panel, what } of flaws) say(`  ${panel}: ${what}`);
    say(flaws.length === 0 ? "nothing is wrong with what they show" : `${flaws.length} flaws`);
    return flaws.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

async function drawAll(
  browser: Browser,
  build: PreviewBuild,
  options: PictureOptions,
): Promise<readonly Flaw[]> {
  const shown = shownDashboards(options.live);
  const uids = chosenUids(shown.files, options.uids);
  const inspect = readFileSync(build.inspect, "utf8");
  const out = options.out ?? join(openHome().folder, "pictures");
  mkdirSync(out, { recursive: true });
  const served = await servePreview({ page: build.page, shown: shown.files, ...shown });
  const flaws = new Map<string, Flaw>();
  try {
    for (const [uid, theme, width] of combined(uids, options)) {
      const drawn = await step(`draw ${uid}, ${theme}, ${width} pixels wide`, 4, () =>
        draw(browser, { ...shown, url: served.url, uid, theme, width, inspect }),
      );
      const file = join(out, `${uid}-${theme}-${width}.png`);
      writeFileSync(file, small(drawn));
      say(file);
      if (options.write && width === committedPicture.width) {
        const path = committedPicture.path(uid, theme);
        writeFileSync(path, small(drawn));
        say(path);
      }
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

function small({ png }: Drawn): Buffer {
  return encodeSmallPng(decodePng(png));
}

function combined(uids: readonly string[], { themes, widths }: PictureOptions) {
  return uids.flatMap((uid) =>
    widths.flatMap((width) => themes.map((theme) => [uid, theme, width] as const)),
  );
}
