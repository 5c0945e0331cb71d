import { varint, uvarint } from "./varint.ts";

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * Samples as Prometheus compresses them (tsdb/chunkenc/xor.go), where they follow one another at one interval. For a
 * bench: what it writes is read by Prometheus, which is the check of it.
 * @param start of the first sample, in milliseconds since 1970
 * @param interval between two, in milliseconds
 */
export function xorChunk(start: number, interval: number, values: Float64Array): Buffer {
  const bits = new Bits();
  bits.write(values.length, 16);
  for (const byte of varint(start)) bits.write(byte, 8);
  let [high, low] = halves(values[0] ?? 0);
  bits.write(high, 32);
  bits.write(low, 32);
  // None yet, so that the first difference brings its own.
  let [leading, trailing] = [64, 0];
  for (let i = 1; i < values.length; i++) {
    if (i === 1) for (const byte of uvarint(interval)) bits.write(byte, 8);
    // The interval is the one before.
    else bits.write(0, 1);
    const [nextHigh, nextLow] = halves(values[i] ?? 0);
    const [xorHigh, xorLow] = [(nextHigh ^ high) >>> 0, (nextLow ^ low) >>> 0];
    [high, low] = [nextHigh, nextLow];
    if (xorHigh === 0 && xorLow === 0) {
      bits.write(0, 1);
      continue;
    }
    const zeros = Math.min(31, xorHigh === 0 ? 32 + Math.clz32(xorLow) : Math.clz32(xorHigh));
    const after = xorLow === 0 ? 32 + trailingZeros(xorHigh) : trailingZeros(xorLow);
    const fits = leading !== 64 && zeros >= leading && after >= trailing;
    if (!fits) [leading, trailing] = [zeros, after];
    const significant = 64 - leading - trailing;
    bits.write(fits ? 0b10 : 0b11, 2);
    if (!fits) {
      bits.write(leading, 5);
      bits.write(significant % 64, 6);
    }
    bits.writeShifted(xorHigh, xorLow, trailing, significant);
  }
  return bits.finish();
}

function halves(value: number): readonly [number, number] {
  float[0] = value;
  return [words[1] ?? 0, words[0] ?? 0];
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** Bits, the highest first. */
class Bits {
  readonly #bytes = Buffer.alloc(4096);
  #at = 0;

  write(value: number, count: number): void {
    for (let left = count; left > 0;) {
      const free = 8 - (this.#at & 7);
      const take = Math.min(free, left);
      const part = (value >>> (left - take)) & (0xff >>> (8 - take));
      const at = this.#at >>> 3;
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (part << (free - take));
      this.#at += take;
      left -= take;
    }
  }

  /** So many of the bits of a word of 64, without the lowest ones. */
  writeShifted(high: number, low: number, shift: number, count: number): void {
    const [shiftedHigh, shiftedLow] =
      shift === 0
        ? [high, low]
        : shift >= 32
          ? [0, high >>> (shift - 32)]
          : [high >>> shift, ((low >>> shift) | (high << (32 - shift))) >>> 0];
    if (count > 32) this.write(shiftedHigh, count - 32);
    this.write(shiftedLow, Math.min(count, 32));
  }

  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, (this.#at + 7) >>> 3));
  }
}
