import { crc32, deflateSync } from "node:zlib";
import gifenc from "gifenc";
import { PNG } from "pngjs";

/** A decoded picture. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel. */
  readonly data: Uint8Array;
}

/** Decodes a PNG. */
export function decodePng(png: Uint8Array): Pixels {
  const { width, height, data } = PNG.sync.read(Buffer.from(png));
  return { width, height, data: new Uint8Array(data) };
}

/** A picture's upper part. */
export function top({ width, height, data }: Pixels, rows: number): Pixels {
  const kept = Math.min(rows, height);
  return { width, height: kept, data: data.subarray(0, width * kept * 4) };
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const [bitDepth, paletteColours] = [8, 3];

/** A PNG of at most 256 colours: a third of the bytes, and nobody sees the difference. https://www.w3.org/TR/png-3/ */
export function encodeSmallPng({ width, height, data }: Pixels): Buffer {
  const palette = gifenc.quantize(data, 256, { format: "rgb565" });
  const indices = gifenc.applyPalette(data, palette, "rgb565");
  // Each line starts with the number of its filter: none.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    lines.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, paletteColours], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
