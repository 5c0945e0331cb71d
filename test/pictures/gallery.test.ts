import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { draw, type Drawn } from "../../tools/src/pictures/draw.ts";
import { expectPicture } from "./expect-picture.ts";
import { gallery } from "./gallery.ts";
import { openStage, shownOf, type Stage } from "./stage.ts";
import { waves } from "./waves.ts";

const now = Date.UTC(2026, 0, 15, 12, 7);

describe("every kind of panel that the preview draws", () => {
  let stage: Stage;
  let url: string;

  beforeAll(async () => {
    stage = await openStage();
    url = await stage.serve(shownOf(gallery), waves);
  }, 300_000);

  afterAll(() => stage.close());

  const drawn = (theme: "dark" | "light", width: number): Promise<Drawn> =>
    draw(stage.browser, { url, uid: "gallery", theme, width, inspect: stage.inspect, now });

  test.each(["dark", "light"] as const)("looks as it did, %s", async (theme) => {
    const picture = await drawn(theme, 1280);
    const path = join(import.meta.dirname, "golden", `gallery-${theme}.png`);
    expectPicture(path, picture, "UPDATE_GOLDEN=1 npm test -- pictures");
    // The one panel that is empty on purpose.
    expect(picture.flaws).toEqual([{ panel: "No data", what: "shows nothing (“nothing happened”)" }]);
  });

  test("gives the same bytes twice", async () => {
    const [first, second] = [await drawn("dark", 1920), await drawn("dark", 1920)];
    expect(first.png.equals(second.png)).toBe(true);
  });
});
