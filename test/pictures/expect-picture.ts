import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { expect } from "@jest/globals";
import { comparePictures, type Difference } from "../../tools/src/pictures/compare-pictures.ts";
import type { Drawn } from "../../tools/src/pictures/draw.ts";
import { decodePng, encodeSmallPng, top } from "../../tools/src/pictures/png.ts";

/**
 * Compares with a committed picture, panel by panel. @param renew how it is written anew
 * @param rows how many pixels from the top are committed
 */
export function expectPicture(path: string, { png, panels }: Drawn, renew: string, rows = Infinity): void {
  const now = top(decodePng(png), rows);
  if (process.env["UPDATE_GOLDEN"] !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, encodeSmallPng(now));
  }
  const found = comparePictures(decodePng(readFileSync(path)), now, panels);
  const differences = typeof found === "string" ? [found] : found.map(sentence);
  if (differences.length > 0) {
    const kept = join(tmpdir(), `monitoring-picture-${path.replace(/^.*\//, "")}`);
    writeFileSync(kept, encodeSmallPng(now));
    differences.push(`what was drawn now is ${kept}; if it is right: ${renew}`);
  }
  expect(differences).toEqual([]);
}

function sentence({ where, pixels, left, top, right, bottom }: Difference): string {
  return `${where}: ${pixels} pixels differ between ${left},${top} and ${right},${bottom}`;
}
