// Runs the bootstrap by hand and prints what it found: node tools/src/toolchain/cli.ts [--yes]
import { demoBase, images, optionalImages } from "../../../stacks/src/images.ts";
import { UserError } from "../user-error.ts";
import { bootstrap } from "./index.ts";

try {
  // The project's own images are made from `node` by `npm run up`.
  const { demo: _demo, preview: _preview, ...rows } = images;
  const result = await bootstrap({
    images: { ...rows, node: demoBase },
    optional: optionalImages,
    ...(process.argv.includes("--yes") && { yes: true }),
  });
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`\nerror: ${error.message}\n`);
  process.exitCode = 1;
}
