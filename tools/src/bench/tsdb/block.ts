import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32c } from "./crc32c.ts";
import { uvarint, varint } from "./varint.ts";

/** Samples of a stretch of time, compressed. */
export interface Chunk {
  /** Of its first and its last sample, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly data: Uint8Array;
  readonly samples: number;
}

/** Labels in the order of their names, and which of the courses the series takes. */
export interface BlockSeries {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly course: number;
}

/**
 * Writes a block as Prometheus keeps it (tsdb/docs/format). Series that take the same course share its chunks on disk:
 * they cost Prometheus the same to decode, and nothing to write.
 * @param series sorted by their labels
 * @returns how many samples the block has
 */
export function writeBlock(
  folder: string,
  series: readonly BlockSeries[],
  courses: readonly (readonly Chunk[])[],
): number {
  const ulid = newUlid();
  const block = join(folder, ulid);
  mkdirSync(join(block, "chunks"), { recursive: true });
  const references = writeChunks(join(block, "chunks/000001"), courses);
  writeIndex(
    join(block, "index"),
    series,
    courses.map((chunks, i) => chunkList(chunks, references[i] ?? [])),
  );
  const all = courses.flat();
  const ofAll = (count: (chunks: readonly Chunk[]) => number): number => {
    const counts = courses.map(count);
    return series.reduce((sum, { course }) => sum + (counts[course] ?? 0), 0);
  };
  const meta = {
    ulid,
    version: 1,
    minTime: Math.min(...all.map(({ from }) => from)),
    maxTime: Math.max(...all.map(({ to }) => to)) + 1,
    stats: {
      numSamples: ofAll((chunks) => chunks.reduce((sum, chunk) => sum + chunk.samples, 0)),
      numSeries: series.length,
      numChunks: ofAll((chunks) => chunks.length),
    },
    compaction: { level: 1, sources: [ulid] },
  };
  writeFileSync(join(block, "meta.json"), JSON.stringify(meta));
  return meta.stats.numSamples;
}

/** @returns where each chunk of each course begins */
function writeChunks(path: string, courses: readonly (readonly Chunk[])[]): readonly (readonly number[])[] {
  const file = new Sink(path);
  file.write(Buffer.from([0x85, 0xbd, 0x40, 0xdd, 1, 0, 0, 0]));
  const xor = Buffer.from([1]);
  const references = courses.map((chunks) =>
    chunks.map(({ data }) => {
      const at = file.length;
      file.write(Buffer.from(uvarint(data.length)), xor, data, big(crc32c(xor, data)));
      return at;
    }),
  );
  file.close();
  return references;
}

/** The part of a series' entry that tells its chunks. */
function chunkList(chunks: readonly Chunk[], references: readonly number[]): Buffer {
  const bytes = uvarint(chunks.length);
  chunks.forEach(({ from, to }, i) => {
    const [before, at = 0] = [chunks[i - 1], references[i]];
    if (before === undefined) bytes.push(...varint(from), ...uvarint(to - from), ...uvarint(at));
    else
      bytes.push(
        ...uvarint(from - before.to),
        ...uvarint(to - from),
        ...varint(at - (references[i - 1] ?? 0)),
      );
  });
  return Buffer.from(bytes);
}

function writeIndex(path: string, series: readonly BlockSeries[], chunkLists: readonly Buffer[]): void {
  const file = new Sink(path);
  file.write(Buffer.from([0xba, 0xaa, 0xd7, 0x00, 2]));
  const symbols = [...new Set(series.flatMap(({ labels }) => labels.flat()))].sort();
  const numbers = new Map(symbols.map((symbol, i) => [symbol, i]));
  const toc = { symbols: file.length };
  file.writeSection(Buffer.concat([big(symbols.length), ...symbols.map(text)]));

  const seriesAt = file.align(16);
  const postings = new Map<string, Map<string, number[]>>();
  const every: number[] = [];
  for (const { labels, course } of series) {
    const reference = file.align(16) / 16;
    every.push(reference);
    const head = uvarint(labels.length);
    for (const [name, value] of labels) {
      head.push(...uvarint(numbers.get(name) ?? 0), ...uvarint(numbers.get(value) ?? 0));
      const values = postings.get(name) ?? new Map<string, number[]>();
      postings.set(name, values);
      const list = values.get(value) ?? [];
      values.set(value, list);
      list.push(reference);
    }
    const [labelPart, chunkPart = Buffer.alloc(0)] = [Buffer.from(head), chunkLists[course]];
    file.write(
      Buffer.from(uvarint(labelPart.length + chunkPart.length)),
      ...[labelPart, chunkPart, big(crc32c(labelPart, chunkPart))],
    );
  }

  const postingsAt = file.align(4);
  const offsets: Buffer[] = [];
  const list = (name: string, value: string, references: readonly number[]): void => {
    offsets.push(Buffer.from([2]), text(name), text(value), Buffer.from(uvarint(file.align(4))));
    const body = Buffer.alloc(4 + 4 * references.length);
    body.writeUInt32BE(references.length);
    references.forEach((reference, i) => body.writeUInt32BE(reference, 4 + 4 * i));
    file.writeSection(body);
  };
  list("", "", every);
  let lists = 1;
  for (const name of [...postings.keys()].sort()) {
    const values = postings.get(name) ?? new Map<string, number[]>();
    for (const value of [...values.keys()].sort()) {
      list(name, value, values.get(value) ?? []);
      lists++;
    }
  }

  const tableAt = file.length;
  file.writeSection(Buffer.concat([big(lists), ...offsets]));
  // Tables of labels are left out: nothing reads them in this version of the format.
  const contents = Buffer.alloc(48);
  [toc.symbols, seriesAt, 0, 0, postingsAt, tableAt].forEach((at, i) =>
    contents.writeBigUInt64BE(BigInt(at), 8 * i),
  );
  file.write(contents, big(crc32c(contents)));
  file.close();
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from(uvarint(bytes.length)), bytes]);
}

function big(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function newUlid(): string {
  // The highest character stands for three bits only.
  return `0${[...randomBytes(25)].map((byte) => alphabet[byte % 32] ?? "").join("")}`;
}

/** A file that grows. */
class Sink {
  readonly #file: number;
  #parts: Uint8Array[] = [];
  #waiting = 0;
  #length = 0;

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  get length(): number {
    return this.#length;
  }

  write(...parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#waiting += part.length;
      this.#length += part.length;
    }
    if (this.#waiting > 4 << 20) this.#flush();
  }

  /** Content with its length before and its checksum after it. */
  writeSection(content: Uint8Array): void {
    this.write(big(content.length), content, big(crc32c(content)));
  }

  /** Fills up to a multiple of some size. @returns where it is then */
  align(size: number): number {
    const missing = (size - (this.#length % size)) % size;
    if (missing > 0) this.write(Buffer.alloc(missing));
    return this.#length;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, Buffer.concat(this.#parts));
    this.#parts = [];
    this.#waiting = 0;
  }
}
