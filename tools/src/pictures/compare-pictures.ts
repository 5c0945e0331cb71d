import pixelmatch from "pixelmatch";
import type { Pixels } from "./png.ts";

/** A named part of a picture; pixels from its left upper corner. */
export interface Area {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a picture is not as it was. */
export interface Difference {
  /** Name of an area, or "outside of the panels". */
  readonly where: string;
  readonly pixels: number;
  /** The smallest rectangle around all of them. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

// Another version of the browser smooths edges of letters in another way: fewer pixels in an area are no difference.
const leastPixels = 40;
const sensitivity = 0.1;

/** What differs between two pictures, by area; a sentence where they cannot be compared. */
export function comparePictures(
  before: Pixels,
  after: Pixels,
  areas: readonly Area[],
): readonly Difference[] | string {
  const { width, height } = after;
  if (before.width !== width || before.height !== height) {
    return `it is ${width} x ${height} pixels, and was ${before.width} x ${before.height}`;
  }
  const mask = new Uint8Array(width * height * 4);
  pixelmatch(before.data, after.data, mask, width, height, { threshold: sensitivity, diffMask: true });
  const found = new Map<string, Difference>();
  for (let i = 3, at = 0; i < mask.length; i += 4, at++) {
    if (mask[i] === 0 || mask[i - 2] !== 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    const where = areas.find((area) => isIn(area, x, y))?.name ?? "outside of the panels";
    const known = found.get(where) ?? { where, pixels: 0, left: x, top: y, right: x, bottom: y };
    found.set(where, {
      where,
      pixels: known.pixels + 1,
      left: Math.min(known.left, x),
      top: Math.min(known.top, y),
      right: Math.max(known.right, x),
      bottom: Math.max(known.bottom, y),
    });
  }
  return [...found.values()].filter(({ pixels }) => pixels >= leastPixels);
}

function isIn({ left, top, width, height }: Area, x: number, y: number): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}
