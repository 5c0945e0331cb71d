import { resolve } from "node:path";
import { build } from "esbuild";

// Bundled CommonJS asks for `require`, which an ES module does not have.
const banner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** The whole program as one file, `demo.mjs`; the same sources give the same bytes. */
export async function bundle(): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: resolve(import.meta.dirname, ".."),
    entryPoints: ["src/main.ts"],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    minify: true,
    // Stack traces in the log stay readable.
    keepNames: true,
    legalComments: "eof",
    banner: { js: banner },
    // pg asks for its native binding only when told to.
    external: ["pg-native"],
    logLevel: "error",
  });
  const file = result.outputFiles[0];
  if (file === undefined) throw new Error("esbuild wrote nothing for demo/src/main.ts");
  return file.contents;
}
