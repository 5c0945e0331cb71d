import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Page } from "../../tools/src/pictures/browser.ts";
import { gallery } from "./gallery.ts";
import { openStage, shownOf, type Stage } from "./stage.ts";
import { waves } from "./waves.ts";

const small = {
  uid: "small",
  title: "Small",
  time: { from: "now-1h", to: "now" },
  refresh: "",
  links: gallery.links,
  templating: { list: gallery.templating.list.filter(({ name }) => name === "name") },
  panels: [
    { id: 1, type: "row", title: "Now", collapsed: false, gridPos: { x: 0, y: 0, w: 24, h: 1 }, panels: [] },
    {
      id: 2,
      type: "timeseries",
      title: "Waves",
      description: "How high are they?",
      gridPos: { x: 0, y: 1, w: 12, h: 8 },
      links: [{ title: "Alert TooSlow", url: "/alerting/list?search=TooSlow", targetBlank: true }],
      targets: [{ refId: "A", expr: 'waves{name=~"$name"}', legendFormat: "{{name}}" }],
    },
  ],
};

const alert = (alertname: string, severity: string, service: string) => ({
  labels: { alertname, severity, service },
  annotations: {
    summary: `${service} is too slow`,
    runbook_url: `https://example.com/runbooks/${alertname}.md`,
  },
  startsAt: new Date(Date.now() - 600_000).toISOString(),
  status: { state: "active" },
});
const firing = [alert("TooSlow", "critical", "shop"), alert("Watchdog", "none", "")];

/** What a screen reader says of an element. */
interface Spoken {
  readonly role: string;
  readonly name: string;
}

describe("the preview's page", () => {
  let stage: Stage;
  let url: string;
  const asked: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    url = await stage.serve(
      shownOf(small, gallery),
      (path) => {
        asked.push(decodeURIComponent(path.replaceAll("+", " ")));
        return waves(path);
      },
      () => Promise.resolve({ status: 200, body: JSON.stringify(firing) }),
    );
  }, 300_000);

  afterAll(async () => {
    await stage.close();
    // A browser without a cache each time. Nothing is judged by it: the machine may be busy.
    for (const [path, times] of Map.groupBy(drawn, ({ path }) => path))
      process.stdout.write(`preview: ${path} drawn after ${Math.min(...times.map(({ ms }) => ms))} ms\n`);
  });

  const drawn: { readonly path: string; readonly ms: number }[] = [];
  const visit = <T>(path: string, look: (page: Page) => T | Promise<T>): Promise<T> =>
    stage.browser.withPage(async (page) => {
      await page.send("Page.enable");
      await page.send("Accessibility.enable");
      await page.send("Emulation.setDeviceMetricsOverride", {
        width: 1280,
        height: 900,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await page.send("Network.enable");
      await page.send("Network.setCacheDisabled", { cacheDisabled: true });
      const start = performance.now();
      await page.send("Page.navigate", { url: `${url}${path}` });
      // Three times in a row: between two questions there is a moment in which nothing is asked or drawn.
      let first = start;
      for (let quiet = 0; quiet < 3; quiet++) {
        if (!(await page.evaluate<boolean>(isDrawn))) {
          await until(page, isDrawn);
          quiet = 0;
        }
        if (quiet === 0) first = performance.now();
        await sleep(50);
      }
      drawn.push({ path, ms: Math.round(first - start) });
      return look(page);
    });

  const isDrawn =
    "Boolean(window.preview?.laidOut && window.preview.pending === 0 && window.preview.undrawn.size === 0)";

  const until = async (page: Page, condition: string): Promise<void> => {
    for (let i = 0; !(await page.evaluate<boolean>(`Boolean(${condition})`)); i++) {
      if (i > 200) throw new Error(`never: ${condition}; the page says ${await text(page)}`);
      await sleep(50);
    }
  };

  const text = (page: Page): Promise<string> => page.evaluate<string>("document.body.innerText");

  const press = async (page: Page, key: string, code = key, words?: string): Promise<void> => {
    const keyCode = { Enter: 13, Tab: 9, ArrowDown: 40, Escape: 27 }[key];
    const common = { key, code, windowsVirtualKeyCode: keyCode, ...(words && { text: words }) };
    await page.send("Input.dispatchKeyEvent", {
      type: "keyDown",
      ...common,
      ...(key === "Enter" && { text: "\r" }),
    });
    await page.send("Input.dispatchKeyEvent", { type: "keyUp", ...common });
  };

  const type = async (page: Page, words: string): Promise<void> => {
    await page.send("Input.insertText", { text: words });
  };

  const spoken = async (page: Page): Promise<readonly Spoken[]> => {
    interface Node {
      readonly ignored: boolean;
      readonly role?: { readonly value: string };
      readonly name?: { readonly value: string };
    }
    const { nodes } = await page.send<{ nodes: Node[] }>("Accessibility.getFullAXTree");
    return nodes.flatMap(({ ignored, role, name }) =>
      ignored ? [] : [{ role: role?.value ?? "", name: name?.value ?? "" }],
    );
  };

  test("says first of all what it is not", async () => {
    await visit("/", async (page) => {
      expect(await text(page)).toContain("A preview, not Grafana");
      expect(await page.evaluate("document.title")).toBe("Monitoring – preview, not Grafana");
    });
    await visit("/d/small", async (page) => {
      expect(await text(page)).toContain("Preview, not Grafana");
      expect(await page.evaluate("document.title")).toBe("Small – preview, not Grafana");
    });
  });

  test("lists dashboards under their folder, and finds them by word", async () => {
    await visit("/", async (page) => {
      expect(await text(page)).toMatch(/Tests\s+Small\s+What does Small show\?\s+Gallery/);
      await page.evaluate("document.querySelector('input[type=search]').focus()");
      await type(page, "gall");
      await until(page, "!document.body.innerText.includes('What does Small show?')");
      expect(await text(page)).toContain("What does Gallery show?");
      await type(page, "xyz");
      await until(page, "document.body.innerText.includes('No dashboard has “gallxyz” in it.')");
    });
  });

  test("shows what fires, with its runbook and Alertmanager's page, and not the heartbeat", async () => {
    await visit("/", async (page) => {
      await until(page, "document.body.innerText.includes('1 alert fires.')");
      expect(await text(page)).toMatch(/critical\s+TooSlow on shop, since 10 minutes\s+shop is too slow/);
      expect(await text(page)).not.toContain("Watchdog");
      const links = await page.evaluate<string[]>(
        "[...document.querySelectorAll('main a[target=_blank]')].map((a) => a.href)",
      );
      expect(links).toEqual([
        "https://example.com/runbooks/TooSlow.md",
        "http://127.0.0.1:9093/#/alerts?filter=%7Balertname%3D%22TooSlow%22%7D",
      ]);
    });
  });

  test("follows a panel's link to the alert that watches it", async () => {
    await visit("/alerting/list?search=TooSlow", async (page) => {
      await until(page, "document.body.innerText.includes('1 alert fires.')");
    });
    await visit("/alerting/list?search=Other", async (page) => {
      await until(page, "document.body.innerText.includes('No alert named Other fires.')");
    });
  });

  test("asks for what the address says is chosen, and for the time range that it says", async () => {
    asked.length = 0;
    await visit("/d/small?var-name=a&var-name=c&from=1768478820000&to=1768482420000", async (page) => {
      await until(page, "document.querySelector('canvas')");
      const [range = ""] = asked.filter((path) => path.includes("query_range"));
      expect(range).toBe(
        '/api/v1/query_range?query=waves{name=~"(a|c)"}&start=1768478820&end=1768482420&step=15',
      );
    });
  });

  /** Waits for something that the page asks Prometheus for. */
  const askedFor = async (part: string): Promise<void> => {
    for (let i = 0; !asked.some((path) => path.includes(part)); i++) {
      if (i > 100) throw new Error(`never asked for ${part}; it asked for ${asked.join(", ")}`);
      await sleep(50);
    }
  };

  test("asks anew when it is told to refresh, and not before", async () => {
    await visit("/d/small?from=now-1h&to=now", async (page) => {
      asked.length = 0;
      await sleep(300);
      expect(asked).toEqual([]);
      await page.evaluate(
        "document.querySelector('[data-testid=\"data-testid RefreshPicker run button\"]').click()",
      );
      await askedFor("query_range?query=waves{");
    });
  });

  test("asks anew by itself, as often as it is told to", async () => {
    await visit("/d/small?from=now-1h&to=now&refresh=1s", async () => {
      for (let round = 0; round < 2; round++) {
        asked.length = 0;
        await askedFor("query_range?query=waves{");
      }
    });
  });

  test("narrows by keyboard alone, and says so in the address", async () => {
    await visit("/d/small?from=1768478820000&to=1768482420000", async (page) => {
      await page.evaluate("document.getElementById('variable-name').focus()");
      await press(page, "ArrowDown");
      await until(page, "document.querySelectorAll('[role=option]').length === 4");
      await type(page, "b");
      await until(page, "document.querySelectorAll('[role=option]').length === 1");
      asked.length = 0;
      await press(page, "ArrowDown");
      await press(page, "Enter");
      await until(page, "location.search.includes('var-name=b')");
      await until(page, "window.preview.pending === 0 && window.preview.undrawn.size === 0");
      expect(
        asked.filter((path) => path.includes("query_range")).map((path) => path.split("&")[0]),
      ).toContain('/api/v1/query_range?query=waves{name=~"b"}');
    });
  });

  test("goes from one dashboard to another with time range and choice, without loading the page anew", async () => {
    await visit("/d/small?var-name=a&from=now-3h&to=now", async (page) => {
      await page.evaluate(
        "window.stays = true; document.querySelector('button[aria-label=\"Others: other dashboards\"]').click()",
      );
      await until(page, "document.querySelectorAll('[role=menuitem]').length === 2");
      await page.evaluate(
        "[...document.querySelectorAll('[role=menuitem]')].find((item) => item.innerText === 'Gallery').click()",
      );
      await until(
        page,
        "location.pathname === '/d/gallery' && window.preview.laidOut && window.preview.pending === 0",
      );
      expect(await page.evaluate("window.stays")).toBe(true);
      const search = await page.evaluate<string>("location.search");
      expect([...new URLSearchParams(search)].sort()).toEqual([
        ["from", "now-3h"],
        ["to", "now"],
        ["var-name", "a"],
      ]);
    });
  });

  test("opens and closes a row by keyboard", async () => {
    await visit("/d/small", async (page) => {
      await page.evaluate("document.querySelector('main h2 button').focus()");
      await press(page, "Enter");
      await until(page, "!document.querySelector('[data-panel=Waves]')");
      expect(await page.evaluate("document.activeElement.getAttribute('aria-expanded')")).toBe("false");
      await press(page, "Enter");
      await until(page, "document.querySelector('[data-panel=Waves]')");
    });
  });

  test("reaches everything by Tab in the order in which it is seen, the content first if wanted", async () => {
    await visit("/d/small", async (page) => {
      const stops: string[] = [];
      for (let i = 0; i < 18; i++) {
        await press(page, "Tab");
        stops.push(
          await page.evaluate<string>(
            "(() => { const e = document.activeElement; return e.getAttribute('aria-label') || (e.labels && e.labels[0]?.innerText) || e.innerText.trim().split('\\n')[0] || e.tagName; })()",
          ),
        );
      }
      expect(stops[0]).toBe("Skip to the content");
      const order = ["Dashboards", "Use the ", "Name", "Others: other dashboards", "Manual", "Now", "Waves"];
      const places = order.map((stop) => stops.findIndex((one) => one.startsWith(stop)));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    });
  });

  test("tells a screen reader what everything is", async () => {
    await visit("/d/small", async (page) => {
      const all = await spoken(page);
      for (const one of [
        { role: "heading", name: "Small" },
        { role: "heading", name: "Waves" },
        { role: "combobox", name: "Name" },
        { role: "button", name: "Now" },
        { role: "button", name: "Links of Waves" },
        { role: "main", name: "" },
        { role: "banner", name: "" },
        { role: "region", name: "Waves" },
      ]) {
        expect(all).toContainEqual(one);
      }
      const nameless = all.filter(
        ({ role, name }) => /^(?:button|link|combobox|textbox|searchbox)$/.test(role) && name === "",
      );
      expect(nameless).toEqual([]);
    });
    await visit("/", async (page) => {
      const all = await spoken(page);
      expect(all).toContainEqual({ role: "searchbox", name: "Search dashboards" });
      expect(all).toContainEqual({ role: "heading", name: "Firing alerts" });
    });
  });

  test("tells a screen reader what a graph shows", async () => {
    await visit("/d/small?from=1768478820000&to=1768482420000", async (page) => {
      const names = (await spoken(page)).filter(({ role }) => role === "image").map(({ name }) => name);
      expect(names).toContainEqual(
        expect.stringMatching(/^Waves, 3 series: a from 2 to 8, now [\d.]+; b from /),
      );
    });
  });

  test("says what is wrong where a dashboard does not exist", async () => {
    await stage.browser.withPage(async (page) => {
      await page.send("Page.enable");
      await page.send("Page.navigate", { url: `${url}/d/none` });
      await until(
        page,
        "document.body?.innerText.includes('This dashboard cannot be shown: there is no dashboard none')",
      );
    });
  });
});
