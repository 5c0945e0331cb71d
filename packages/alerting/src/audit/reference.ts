import type { AuditedFile } from "./document.ts";
import type { Leaf } from "./shape/shape.ts";

/** A file, or a pattern of files, that another file names. */
export interface Reference {
  readonly file: string;
  readonly line: number;
  /** As it is written. */
  readonly path: string;
  readonly kind: "file" | "glob";
  /** The key that it stands behind. */
  readonly key: string;
}

/** Every file that the given ones name, in order. A template in a path, or nothing at all, names none. */
export function referencesIn(files: readonly AuditedFile[]): readonly Reference[] {
  return files.flatMap(({ path: file, reading }) =>
    reading.leaves
      .filter(isReference)
      .filter(({ item }) => item.text !== "" && !item.text.includes("{{"))
      .map(({ kind, item, path }) => ({
        file,
        line: item.line,
        path: item.text,
        kind,
        key: path.at(-1) ?? "",
      })),
  );
}

function isReference(leaf: Leaf): leaf is Leaf & { readonly kind: "file" | "glob" } {
  return leaf.kind === "file" || leaf.kind === "glob";
}
