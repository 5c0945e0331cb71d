import { join } from "node:path";
import { openHome } from "../home.ts";
import { startBrowser, type Browser } from "../pictures/browser.ts";
import { committedFile, drawAll, eachOf, fileName } from "../pictures/draw-all.ts";
import type { Flaw } from "../pictures/draw.ts";
import { pictureOptions, type PictureOptions } from "../pictures/picture-options.ts";
import { chosenUids, shownDashboards } from "../pictures/shown-dashboards.ts";
import { ensureChromium } from "../toolchain/chromium.ts";
import { step } from "../toolchain/index.ts";
import { ensurePreview, type PreviewBuild } from "../toolchain/preview-build.ts";

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
    const flaws = await drawn(browser, build, options);
    for (const { panel, what } of flaws) say(`  ${panel}: ${what}`);
    say(flaws.length === 0 ? "nothing is wrong with what they show" : `${flaws.length} flaws`);
    return flaws.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

async function drawn(
  browser: Browser,
  build: PreviewBuild,
  options: PictureOptions,
): Promise<readonly Flaw[]> {
  const out = options.out ?? join(openHome().folder, "pictures");
  if (options.before !== undefined) {
    const { drawBeforeAfter } = await import("../pictures/before-after.ts");
    return drawBeforeAfter(browser, build, options.before, options, out);
  }
  const shown = shownDashboards(options.live);
  const wanted = eachOf(chosenUids(shown.files, options.uids), options);
  return drawAll(browser, build, shown, wanted, (one) => [
    { file: join(out, fileName(one)) },
    ...(options.write ? committedFile(one) : []),
  ]);
}
