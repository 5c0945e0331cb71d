import { describe, expect, test } from "@jest/globals";
import { firings } from "../../src/diff/backtest/firings.ts";

/** Times of the evaluations at which a series is there, drawn as text. */
const drawn = (text: string, every: number): readonly number[] =>
  Array.from(text).flatMap((sign, i) => (sign === "#" ? [i * every] : []));

describe("an alert would have fired", () => {
  test.each([
    ["#", { hold: 0, keepFiring: 0 }, [[0, 15]]],
    ["#", { hold: 15, keepFiring: 0 }, []],
    ["##", { hold: 15, keepFiring: 0 }, [[15, 30]]],
    ["###.", { hold: 20, keepFiring: 0 }, [[30, 45]]],
    [
      "##.##",
      { hold: 15, keepFiring: 0 },
      [
        [15, 30],
        [60, 75],
      ],
    ],
    ["##.##", { hold: 15, keepFiring: 15 }, [[15, 90]]],
    [
      "##...##",
      { hold: 15, keepFiring: 15 },
      [
        [15, 45],
        [90, 120],
      ],
    ],
    ["#..#", { hold: 0, keepFiring: 30 }, [[0, 90]]],
    [
      "#...#",
      { hold: 0, keepFiring: 30 },
      [
        [0, 45],
        [60, 105],
      ],
    ],
    ["....", { hold: 0, keepFiring: 0 }, []],
  ])("%s with %j: %j", (text, times, expected) => {
    const found = firings([{ labels: "", times: drawn(text, 15) }], { every: 15, ...times });
    expect(found.map(({ from, to }) => [from, to])).toEqual(expected);
  });

  test("for each label set by itself, in the order in which they begin", () => {
    const series = [
      { labels: "b", times: [30, 45] },
      { labels: "a", times: [0, 15, 30] },
    ];
    expect(firings(series, { every: 15, hold: 15, keepFiring: 0 })).toEqual([
      { labels: "a", from: 15, to: 45 },
      { labels: "b", from: 45, to: 60 },
    ]);
  });
});
