import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../user-error.ts";
import type { Area } from "./compare-pictures.ts";
import type { Browser, Page } from "./browser.ts";

/** What a picture is taken of. */
export interface Subject {
  /** Address of the preview. */
  readonly url: string;
  readonly uid: string;
  readonly theme: "dark" | "light";
  /** Pixels. */
  readonly width: number;
  /** Text of the script that finds flaws. */
  readonly inspect: string;
  /** Milliseconds since 1970 that the page takes for now. @default the real now */
  readonly now?: number;
  /** Parameters of the address beside the theme. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Something that a reader should not see. */
export interface Flaw {
  readonly panel: string;
  readonly what: string;
}

/** A picture, and what is wrong with what it shows. */
export interface Drawn {
  readonly png: Buffer;
  readonly flaws: readonly Flaw[];
  /** Where each panel lies. */
  readonly panels: readonly Area[];
}

// A page that is not drawn by then is stuck.
const patienceMs = 60_000;
const longestPage = 20_000;

/** Opens a dashboard, waits until all of it is drawn, and takes its picture. */
export async function draw(browser: Browser, subject: Subject): Promise<Drawn> {
  return browser.withPage(async (page) => {
    const { url, uid, theme, width, inspect, now, parameters } = subject;
    await page.send("Page.enable");
    await setSize(page, width, 1200);
    await page.send("Page.addScriptToEvaluateOnNewDocument", { source: inspect });
    await page.send("Page.addScriptToEvaluateOnNewDocument", { source: countFetches });
    if (now !== undefined)
      await page.send("Page.addScriptToEvaluateOnNewDocument", { source: fixedClock(now) });
    const query = new URLSearchParams({ timezone: "utc", refresh: "", ...parameters, theme });
    await page.send("Page.navigate", { url: `${url}/d/${uid}?${query.toString()}` });
    await settled(page, uid);
    const height = await page.evaluate<number>("document.documentElement.scrollHeight");
    await setSize(page, width, Math.min(height, longestPage));
    await settled(page, uid);
    const flaws = await page.evaluate<Flaw[]>("window.inspectPreview()");
    const panels = await page.evaluate<Area[]>(panelAreas);
    return { png: await page.picture(), flaws, panels };
  });
}

async function setSize(page: Page, width: number, height: number): Promise<void> {
  await page.send("Emulation.setDeviceMetricsOverride", {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: false,
  });
}

// Icons are fetched one by one, and no part of the page waits for them.
const countFetches = `{
  const real = globalThis.fetch;
  globalThis.fetching = 0;
  globalThis.fetch = (...parts) => {
    globalThis.fetching++;
    return real(...parts).finally(() => { globalThis.fetching--; });
  };
}`;

// Whatever asks the page for the time gets this one.
function fixedClock(now: number): string {
  return `{
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...parts) { parts.length === 0 ? super(${now}) : super(...parts); }
      static now() { return ${now}; }
    };
  }`;
}

const panelAreas = `[...document.querySelectorAll("[data-panel]")].map((panel) => {
  const { left, top, width, height } = panel.getBoundingClientRect();
  return { name: panel.dataset.panel, left, top, width, height };
})`;

const isSettled =
  "window.fetching === 0 && window.preview?.laidOut === true && window.preview.pending === 0 && window.preview.undrawn.size === 0";

/** Waits until nothing is asked or drawn any more, twice in a row. */
async function settled(page: Page, uid: string): Promise<void> {
  const until = performance.now() + patienceMs;
  for (let quiet = 0; quiet < 3;) {
    if (performance.now() > until) {
      const state = await page.evaluate<string>(
        "JSON.stringify({ ...window.preview, undrawn: [...(window.preview?.undrawn ?? [])], text: document.body.innerText.slice(0, 300) })",
      );
      throw new UserError(`the page of ${uid} is not drawn after ${patienceMs / 1000} s: ${state}`);
    }
    quiet = (await page.evaluate<boolean>(isSettled)) ? quiet + 1 : 0;
    await sleep(100);
  }
}
