// Builds the page, and the server that it comes from, into a folder: node build.ts <folder>
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { notices } from "./notices.ts";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");

// Editors, maps, telemetry and an old gauge: Grafana's packages import them at their top, and the page shows none of them.
const absent =
  /^(?:monaco-editor|react-monaco-editor|@monaco-editor\/react|ol|@grafana\/faro-web-sdk|slate(?:-.+)?|jquery)(?:\/.*)?$/;

// Answers whatever is imported, called or constructed with more of itself.
const anything = `
const any = () => new Proxy(function () {}, {
  get: (_, key) => (key === "__esModule" ? true : any()),
  apply: () => any(),
  construct: () => ({}),
});
module.exports = any();
`;

const nothingInstead: Plugin = {
  name: "nothing-instead",
  setup(bundle) {
    bundle.onResolve({ filter: absent }, ({ path }) => ({ path, namespace: "nothing" }));
    bundle.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: anything, loader: "js" }));
  },
};

// Grafana's table writes a function as text and lets the browser compile it, which the page's content security policy
// forbids. The same function, written out:
const rowsOfFrame = `(frame, nested) => {
  const rows = [];
  for (let i = 0; i < frame.length; i++) {
    const row = { __depth: 0, __index: i };
    for (const field of frame.fields) row[getDisplayName(field)] = field.values[i];
    rows.push(row);
    const child = nested ? row[nested] : undefined;
    if (child) rows.push({ __depth: 1, __index: i, data: child[0] });
  }
  return rows;
}`;
const compiled = 'new Function("frame", "nestedFramesFieldName", fnBody)';

const tableWithoutEval: Plugin = {
  name: "table-without-eval",
  setup(bundle) {
    bundle.onLoad({ filter: /TableNG\/utils\.mjs$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (!source.includes(compiled))
        throw new Error(`${path} is not as it was: does the table still compile text?`);
      return { contents: source.replace(compiled, rowsOfFrame), loader: "js" };
    });
  },
};

// Where GlobalStyles looks for fonts, and what they are called at Fontsource.
const fonts: Readonly<Record<string, string>> = {
  "inter/Inter-Regular": "inter/files/inter-latin-400-normal",
  "inter/Inter-Medium": "inter/files/inter-latin-500-normal",
  "roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ":
    "roboto-mono/files/roboto-mono-latin-400-normal",
};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "esm",
  logLevel: "warning",
} as const;

async function buildPage(target: string): Promise<void> {
  const options = {
    ...common,
    entryPoints: ["src/main.tsx"],
    outdir: join(target, "assets"),
    entryNames: "[name]-[hash]",
    splitting: true,
    target: "es2023",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    metafile: true,
    plugins: [nothingInstead, tableWithoutEval],
  } satisfies BuildOptions;
  const { metafile } = await build(options);
  const entry = (end: string): string => {
    const found = Object.keys(metafile.outputs).find(
      (path) => /\/main-\w+\.\w+$/.test(path) && path.endsWith(end),
    );
    if (found === undefined) throw new Error(`esbuild wrote no main${end}`);
    return `/assets/${basename(found)}`;
  };
  const html = readFileSync(join(here, "src/index.html"), "utf8")
    .replace("/main.js", entry(".js"))
    .replace("/main.css", entry(".css"));
  writeFileSync(join(target, "index.html"), html);
  writeFileSync(join(target, "assets/public-path.js"), 'window.__grafana_public_path__ = "/";\n');
  writeFileSync(join(target, "notices.txt"), notices(Object.keys(metafile.inputs), here));
  cpSync(join(modules, "@grafana/ui/dist/public/img/icons"), join(target, "build/img/icons"), {
    recursive: true,
  });
  mirrorIcon(join(target, "build/img/icons/unicons"), "angle-double-right", "angle-double-left");
  for (const [name, file] of Object.entries(fonts)) {
    mkdirSync(dirname(join(target, "fonts", name)), { recursive: true });
    cpSync(join(modules, "@fontsource", `${file}.woff2`), join(target, "fonts", `${name}.woff2`));
  }
}

/** Grafana's package lacks some icons that its own components ask for; their mirror images are there. */
function mirrorIcon(folder: string, from: string, to: string): void {
  const icon = readFileSync(join(folder, `${from}.svg`), "utf8");
  const mirrored = icon.replace("<path", '<path transform="matrix(-1 0 0 1 24 0)"');
  writeFileSync(join(folder, `${to}.svg`), mirrored);
}

const target = process.argv[2];
if (target === undefined) throw new Error("say which folder the page goes to: node build.ts <folder>");
await buildPage(join(target, "page"));
// Not a part of the page: whoever takes pictures brings it along.
await build({
  ...common,
  entryPoints: ["src/inspect/inspect.ts"],
  outfile: join(target, "inspect.js"),
  format: "iife",
  target: "es2023",
});
await build({
  ...common,
  entryPoints: ["../src/server/start.ts"],
  outfile: join(target, "server.mjs"),
  platform: "node",
  target: "node24",
  // Stack traces in the log stay readable.
  keepNames: true,
});
