import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

// What may be shipped without more than its licence's text.
const permissive: ReadonlySet<string> = new Set([
  ...["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Unlicense", "CC0-1.0"],
  "(MPL-2.0 OR Apache-2.0)",
  // Fonts, which are shipped as they are.
  "OFL-1.1",
]);

// Packages whose manifest is silent, by what their file LICENSE says.
const said: Readonly<Record<string, string>> = {
  "fast-shallow-equal": "Unlicense",
  "react-universal-interface": "Unlicense",
};

/**
 * The licences of all that went into a bundle, with their texts.
 * @param inputs paths of the bundled files, below `folder`
 * @throws if one is not permissive
 */
export function notices(inputs: readonly string[], folder: string): string {
  const fonts = ["inter", "roboto-mono"].map((name) => join(folder, "node_modules/@fontsource", name));
  const found = inputs.flatMap((path) => packageOf(join(folder, path)) ?? []);
  const folders = [...new Set([...found, ...fonts])].sort();
  const texts = folders.map((path): [string, string] => {
    const { name = "", version = "", license = said[name] ?? "" } = manifest(path);
    if (!permissive.has(license))
      throw new Error(`${name} ${version} is under "${license}", which the page must not ship`);
    return [`${name} ${version}`, `${name} ${version} (${license})\n\n${licenceText(path)}`];
  });
  return `${[...new Map(texts).values()].join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

/** The package that a file belongs to: parts of one may have a manifest without a name. */
function packageOf(file: string): string | undefined {
  if (!file.includes("node_modules")) return undefined;
  for (let folder = dirname(file); !folder.endsWith("node_modules"); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && manifest(folder).name !== undefined) return folder;
  }
  return undefined;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)/i.test(name));
  return file === undefined
    ? "(its package has no text of the licence)"
    : readFileSync(join(folder, file), "utf8").trim();
}
