import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

/** A file of the built page, ready to be sent. */
export interface PageFile {
  readonly body: Buffer;
  /** The same in fewer bytes; absent where it would not be fewer. */
  readonly gzip?: Buffer;
  readonly type: string;
  /** Whether its name changes with its content. */
  readonly named: boolean;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** The built page, in memory: a few megabytes. By path, which starts with a slash. */
export function readPage(folder: string): ReadonlyMap<string, PageFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.flatMap(({ parentPath, name }): [string, PageFile][] => {
      const type = types[extname(name)];
      if (type === undefined) return [];
      const file = join(parentPath, name);
      const body = readFileSync(file);
      const gzip = /^(?:font)/.test(type) ? undefined : gzipSync(body);
      const path = `/${relative(folder, file).split(sep).join("/")}`;
      return [
        [
          path,
          {
            body,
            ...(gzip && gzip.length < body.length && { gzip }),
            type,
            named: path.startsWith("/assets/"),
          },
        ],
      ];
    }),
  );
}
