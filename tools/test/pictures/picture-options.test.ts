import { describe, expect, test } from "@jest/globals";
import { pictureOptions } from "../../src/pictures/picture-options.ts";
import { chosenUids } from "../../src/pictures/shown-dashboards.ts";

describe("npm run pictures", () => {
  test("draws everything in both themes and at both widths where nothing is said", () => {
    expect(pictureOptions([])).toMatchObject({
      uids: [],
      themes: ["dark", "light"],
      widths: [1280, 1920],
      live: undefined,
      record: false,
      write: false,
    });
  });

  test.each([
    [["--theme", "grey"], 'the theme is "grey"; there are dark and light'],
    [["--width", "12"], 'the width is "12"; it takes a number of pixels from 320 to 7680'],
    [["--widht", "1280"], /^Unknown option '--widht'; npm run pictures -- \[uid\.\.\.\]/],
  ])("refuses %j in a sentence", (args, message) => {
    expect(() => pictureOptions(args)).toThrow(message);
  });

  test("knows what a wrong name was meant to be", () => {
    const listed = { title: "", folder: "", description: "", tags: [], file: "" };
    const site = {
      scrapeInterval: "15s",
      dashboards: [
        { ...listed, uid: "business" },
        { ...listed, uid: "other" },
      ],
    };
    expect(() => chosenUids({ site, files: {} }, ["busines"])).toThrow(
      'there is no dashboard "busines"; did you mean business?',
    );
    expect(chosenUids({ site, files: {} }, [])).toEqual(["business", "other"]);
  });
});
