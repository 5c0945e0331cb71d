import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { draw, type Flaw } from "../../tools/src/pictures/draw.ts";
import { openStage, shownOf, type Stage } from "./stage.ts";
import { waves } from "./waves.ts";

const place = { x: 0, y: 0, w: 8, h: 8 };
const lines = {
  id: 1,
  title: "Lines",
  type: "timeseries",
  gridPos: place,
  targets: [{ refId: "A", expr: "waves", legendFormat: "{{name}}" }],
  options: { legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] } },
};
const dashboard = (...panels: readonly object[]) => ({
  uid: "one",
  title: "One",
  time: { from: "now-1h", to: "now" },
  panels,
});

describe("what a reader should not see", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);

  afterAll(() => stage.close());

  const flawsOf = async (...panels: readonly object[]): Promise<readonly Flaw[]> => {
    const url = await stage.serve(shownOf(dashboard(...panels)), waves);
    const common = { uid: "one", theme: "dark", width: 1280, inspect: stage.inspect } as const;
    return (await draw(stage.browser, { ...common, url, now: Date.UTC(2026, 0, 15, 12, 7) })).flaws;
  };

  test("is nothing on a panel as it should be", async () => {
    expect(await flawsOf(lines)).toEqual([]);
  });

  test("is a query that fails, in Prometheus's own words", async () => {
    expect(await flawsOf({ ...lines, targets: [{ refId: "A", expr: "rate(" }] })).toEqual([
      { panel: "Lines", what: "its query fails: 1:1: parse error: unexpected rate(" },
    ]);
  });

  test("is a panel with nothing in it, and what it says then", async () => {
    const empty = {
      ...lines,
      targets: [{ refId: "A", expr: "nothing" }],
      fieldConfig: { defaults: { noValue: "no requests" }, overrides: [] },
    };
    expect(await flawsOf(empty)).toEqual([{ panel: "Lines", what: "shows nothing (“no requests”)" }]);
  });

  test("is a stat with nothing in it", async () => {
    const empty = { ...lines, type: "stat", targets: [{ refId: "A", expr: "nothing" }] };
    expect(await flawsOf(empty)).toEqual([{ panel: "Lines", what: "shows nothing (“No data”)" }]);
  });

  test("is a title that is too long for its panel", async () => {
    const title = "A title that is a good deal longer than the panel that it stands above is wide";
    expect(await flawsOf({ ...lines, title })).toEqual([{ panel: title, what: `cut off: “${title}”` }]);
  });

  test("is a legend that has to be scrolled", async () => {
    const legend = { displayMode: "table", placement: "bottom", showLegend: true, calcs: ["max"] };
    const flaws = await flawsOf({ ...lines, gridPos: { ...place, h: 6 }, options: { legend } });
    expect(flaws.map(({ what }) => what.replace(/[\d.]+/g, "0"))).toEqual([
      "cut off: “b”, “0”",
      "out of sight: “c”, “0”",
    ]);
  });

  test("is two panels that lie over each other", async () => {
    const other = { ...lines, id: 2, title: "Others", gridPos: { ...place, x: 4 } };
    expect(await flawsOf(lines, other)).toContainEqual({ panel: "Lines", what: "lies over Others" });
  });

  test("is words on a graph that lie over each other, or are cut off at its edge", async () => {
    const flaws = await stage.browser.withPage(async (page) => {
      await page.evaluate(stage.inspect);
      return page.evaluate<Flaw[]>(`(() => {
        window.preview = { troubles: new Map() };
        document.body.innerHTML = '<section data-panel="Graph"><canvas width="200" height="100"></canvas></section>';
        const context = document.querySelector("canvas").getContext("2d");
        context.font = "16px sans-serif";
        for (const [text, x, y] of [["10:00", 20, 50], ["10:30", 40, 50], ["11:00", 180, 50]]) context.fillText(text, x, y);
        return window.inspectPreview();
      })()`);
    });
    expect(flaws).toEqual([
      { panel: "Graph", what: "the text “11:00” on its graph is cut off" },
      { panel: "Graph", what: "“10:00” and “10:30” on its graph overlap" },
    ]);
  });

  test("is a panel that the preview cannot draw", async () => {
    expect(await flawsOf({ ...lines, type: "geomap" })).toEqual([
      { panel: "Lines", what: "the preview does not draw panels of the type geomap; Grafana does" },
    ]);
  });

  test("is a transformation that nobody knows", async () => {
    const flaws = await flawsOf({
      ...lines,
      type: "table",
      transformations: [{ id: "nonsense", options: {} }],
    });
    expect(flaws.length).toBeGreaterThan(0);
  });
});
