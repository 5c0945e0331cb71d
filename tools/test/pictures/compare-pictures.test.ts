import { describe, expect, test } from "@jest/globals";
import { comparePictures } from "../../src/pictures/compare-pictures.ts";
import { decodePng, encodeSmallPng, type Pixels } from "../../src/pictures/png.ts";

type Colour = readonly [number, number, number];

/** A grey picture with rectangles on it. */
function picture(
  width: number,
  height: number,
  ...boxes: readonly (readonly [number, number, number, number, Colour])[]
): Pixels {
  const data = new Uint8Array(width * height * 4).fill(40);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  for (const [left, top, right, bottom, colour] of boxes) {
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) data.set(colour, (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

const panels = [
  { name: "Left", left: 0, top: 0, width: 50, height: 60 },
  { name: "Right", left: 50, top: 0, width: 50, height: 60 },
];
const red: Colour = [230, 30, 30];

describe("two pictures", () => {
  test("that are the same have no difference", () => {
    expect(comparePictures(picture(100, 60), picture(100, 60), panels)).toEqual([]);
  });

  test("differ in the panels in which they do, and where in them", () => {
    const after = picture(100, 60, [10, 20, 30, 40, red], [60, 5, 90, 15, red]);
    expect(comparePictures(picture(100, 60), after, panels)).toEqual([
      { where: "Right", pixels: 300, left: 60, top: 5, right: 89, bottom: 14 },
      { where: "Left", pixels: 400, left: 10, top: 20, right: 29, bottom: 39 },
    ]);
  });

  test("differ outside of the panels, too", () => {
    const [before, after] = [picture(100, 90), picture(100, 90, [10, 70, 30, 80, red])];
    expect(comparePictures(before, after, panels)).toEqual([
      { where: "outside of the panels", pixels: 200, left: 10, top: 70, right: 29, bottom: 79 },
    ]);
  });

  test("do not differ by a few pixels, or by what nobody sees", () => {
    const after = picture(100, 60, [10, 20, 15, 25, red], [60, 5, 90, 50, [42, 41, 40]]);
    expect(comparePictures(picture(100, 60), after, panels)).toEqual([]);
  });

  test("of different sizes are not compared", () => {
    expect(comparePictures(picture(100, 60), picture(100, 70), panels)).toBe(
      "it is 100 x 70 pixels, and was 100 x 60",
    );
  });
});

describe("a small PNG", () => {
  test("is the same picture where it has few colours", () => {
    const original = picture(100, 60, [10, 20, 30, 40, red], [60, 5, 90, 15, [20, 200, 90]]);
    const { width, height, data } = decodePng(encodeSmallPng(original));
    expect([width, height]).toEqual([100, 60]);
    expect(Buffer.from(data).equals(Buffer.from(original.data))).toBe(true);
  });

  test("of a thousand colours differs by nothing that a comparison sees", () => {
    const width = 200;
    const data = new Uint8Array(width * 100 * 4);
    for (let i = 0; i < width * 100; i++) data.set([i % 200, Math.floor(i / 200) * 2, 90, 255], i * 4);
    const original = { width, height: 100, data };
    expect(comparePictures(decodePng(encodeSmallPng(original)), original, [])).toEqual([]);
  });
});
