import { createHash } from "node:crypto";

/** A folder's title as part of an address: the title itself where it is a plain word, else told apart by a hash. */
export function folderUid(title: string): string {
  if (/^[A-Za-z0-9]{1,20}$/.test(title)) return title.toLowerCase();
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const hash = createHash("sha256").update(title).digest("hex").slice(0, 8);
  return [words.join("-").slice(0, 20), hash].filter((part) => part !== "").join("-");
}
