import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

// What a package's root export may load is a promise to the commands, which must not wait for Pulumi's library.
const roots = [
  "packages/collection/src/index.ts",
  "packages/alerting/src/index.ts",
  "packages/visualization/src/index.ts",
  "packages/remote-storage/src/index.ts",
  "preview/src/index.ts",
  "stacks/src/index.ts",
  "tools/src/commands/up.ts",
  "tools/src/commands/status.ts",
];

const program = `
  import { registerHooks } from "node:module";
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith("@pulumi")) console.log(specifier);
      return next(specifier, context);
    },
  });
  await import(process.argv[1]);
`;

test.each(roots)("%s loads nothing of Pulumi", (root) => {
  const path = join(import.meta.dirname, "../..", root);
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program, path];
  expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe("");
});
