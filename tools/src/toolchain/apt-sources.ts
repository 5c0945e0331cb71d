import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../user-error.ts";

/** The Debian mirror that this machine's own apt uses; MONITORING_DEBIAN_MIRROR wins. */
export async function findMirror(
  env: Readonly<Record<string, string | undefined>>,
  root = "/etc/apt",
): Promise<string> {
  const set = env["MONITORING_DEBIAN_MIRROR"];
  if (set) return set;
  const texts = await Promise.all(
    (await sourceFiles(root)).map((path) => readFile(path, "utf8").catch(() => "")),
  );
  const mirror = texts.flatMap(debianMirrors)[0];
  if (mirror !== undefined) return mirror;
  throw new UserError(
    `apt's configuration in ${root} names no Debian mirror: set MONITORING_DEBIAN_MIRROR to the address of one ` +
      `(it ends in /debian)`,
  );
}

async function sourceFiles(root: string): Promise<string[]> {
  const parts = await readdir(join(root, "sources.list.d")).catch(() => []);
  const named = parts.filter((name) => /\.(list|sources)$/.test(name)).sort();
  return [join(root, "sources.list"), ...named.map((name) => join(root, "sources.list.d", name))];
}

/**
 * The addresses in one apt source file (one-line or deb822 format) that are mirrors of Debian itself: they offer `main`
 * and end in `/debian`, unlike the security archive and third parties.
 */
export function debianMirrors(text: string): string[] {
  const lines = text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  const oneLine = lines.flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+\s+(.*)$/.exec(line);
    return match?.[1] !== undefined && /\bmain\b/.test(match[2] ?? "") ? [match[1]] : [];
  });
  const stanzas = lines
    .join("\n")
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(stanza)?.[1] ?? "";
      const usable =
        /\bdeb\b/.test(field("Types")) &&
        /\bmain\b/.test(field("Components")) &&
        !/^no$/i.test(field("Enabled"));
      return usable ? field("URIs").split(/\s+/) : [];
    });
  return [...oneLine, ...stanzas]
    .map((uri) => uri.replace(/\/+$/, ""))
    .filter((uri) => uri.endsWith("/debian"));
}
