// The one entry of every npm script. It runs on Node 20 with nothing installed: no dependencies, no TypeScript.
//   node tools/bootstrap/run.mjs <command> [args]
import { dirname, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "./cache.mjs";
import { child } from "./child.mjs";
import { installDependencies } from "./dependencies.mjs";
import { BootstrapError, explain } from "./error.mjs";
import { findNode } from "./node.mjs";
import { findPnpm } from "./pnpm.mjs";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
const say = (text) => process.stderr.write(`preparing: ${text}\n`);

async function main() {
  const cache = cacheDirectory();
  const node = await findNode(cache, say);
  const pnpm = await findPnpm(cache, say);
  const path = [dirname(node), pnpm.bin, process.env.PATH ?? ""].join(delimiter);
  // Compiled code of the commands and of Pulumi's program, so that Node does not compile it at each start.
  const compiled = process.env.NODE_COMPILE_CACHE ?? join(cache, "compiled");
  const env = { ...process.env, PATH: path, NODE_COMPILE_CACHE: compiled };
  await installDependencies({ repository, cache, node, pnpm, env, say });
  const program = join(repository, "tools/src/main.ts");
  // Node 22 warns on every start that it strips types.
  const args = ["--disable-warning=ExperimentalWarning", program, ...process.argv.slice(2)];
  return child(node, args, { stdio: "inherit", env });
}

try {
  const { code, signal } = await main();
  if (signal) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
} catch (error) {
  const known = explain(error);
  if (!(known instanceof BootstrapError)) throw error;
  process.stderr.write(`\nerror: ${known.message}\n`);
  process.exitCode = 1;
}
