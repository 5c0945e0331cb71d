import { xorChunk } from "./tsdb/xor-chunk.ts";
import type { Chunk } from "./tsdb/block.ts";

/** How a series goes over time. Those of one course share their chunks. */
export type Course =
  | { readonly kind: "steady"; readonly value: number }
  /** Around a power of two, as load, memory and ratios do. */
  | { readonly kind: "wavering"; readonly exponent: number }
  /** By so much more at each sample as the rank is higher: buckets of a histogram keep their order. */
  | { readonly kind: "counting"; readonly rank: number };

/** Highest rank of what counts. */
export const highestRank = 16;

// As many as Prometheus puts into one.
const samplesPerChunk = 120;

/** The stretch of time that chunks are made for, in milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly samples: number;
  readonly interval: number;
}

/** The chunks of a course. The same course gives the same values. */
export function chunksOf(course: Course, { from, samples, interval }: Stretch): readonly Chunk[] {
  const next = values(course, from / interval);
  const chunks: Chunk[] = [];
  for (let at = 0; at < samples; at += samplesPerChunk) {
    const start = from + at * interval;
    const part = Float64Array.from({ length: Math.min(samplesPerChunk, samples - at) }, next);
    chunks.push({
      from: start,
      to: start + (part.length - 1) * interval,
      samples: part.length,
      data: xorChunk(start, interval, part),
    });
  }
  return chunks;
}

function values(course: Course, since: number): () => number {
  // What looks like chance, the same at every run (a generator of Lehmer's).
  let seed = 48_271;
  const chance = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  switch (course.kind) {
    case "steady":
      return () => course.value;
    case "wavering": {
      let step = 32;
      return () => {
        step = Math.min(63, Math.max(0, step + chance(9) - 4));
        return 2 ** course.exponent * (1 + step / 64);
      };
    }
    case "counting": {
      // From block to block it goes on upwards, never back: that would look like a restart.
      let count = since * 5 * course.rank;
      return () => (count += (3 + chance(3)) * course.rank);
    }
  }
}
