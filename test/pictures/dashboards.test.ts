import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { dashboards } from "@monitoring/visualization";
import { committed, committedFile } from "../../tools/src/pictures/draw-all.ts";
import { draw, type Drawn, type Flaw } from "../../tools/src/pictures/draw.ts";
import { themes } from "../../tools/src/pictures/picture-options.ts";
import { shownDashboards } from "../../tools/src/pictures/shown-dashboards.ts";
import { expectPicture } from "./expect-picture.ts";
import { openStage, type Stage } from "./stage.ts";

const renew = "npm run pictures -- --write (after a change of its queries: --record --write)";
const uids = dashboards.map(({ uid }) => uid);

describe.each(uids)("%s about the recorded week", (uid) => {
  let stage: Stage;
  let url: string;
  const shown = shownDashboards(undefined);

  beforeAll(async () => {
    stage = await openStage();
    url = await stage.serve(shown.files, shown.prometheus);
  }, 300_000);

  afterAll(() => stage.close());

  const drawn = (theme: (typeof themes)[number], width: number): Promise<Drawn> =>
    draw(stage.browser, { ...shown, url, uid, theme, width, inspect: stage.inspect });

  const nothing: readonly Flaw[] = [];

  test.each(themes)("looks as in its committed picture, %s, with nothing empty or cut off", async (theme) => {
    const picture = await drawn(theme, committed.width);
    for (const { file, rows } of committedFile({ uid, theme, width: committed.width }))
      expectPicture(file, picture, renew, rows);
    expect(picture.flaws).toEqual(nothing);
  });

  test("has nothing empty or cut off on a wide screen", async () => {
    expect((await drawn("dark", 1920)).flaws).toEqual(nothing);
  });
});
