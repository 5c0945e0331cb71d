import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { child } from "./child.mjs";
import { BootstrapError } from "./error.mjs";
import { npmInstall } from "./npm.mjs";
import { publish } from "./publish.mjs";

const oldest = [22, 18];
const version = "24.21.0";

/** The Node that runs TypeScript: this one if it is new enough, else one from the npm registry. */
export async function findNode(cache, say) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const folder = join(cache, "node", version);
  const node = join(folder, "bin", "node");
  if (existsSync(node)) return node;
  say(`Node ${version} (this one is ${process.versions.node}, ${oldest.join(".")} is needed), about 10 s`);
  await publish(folder, (temporary) => install(temporary), waiting(say));
  return node;
}

/** Whether Node of this version strips types without a flag. */
export function isNewEnough(text) {
  const [major = 0, minor = 0] = text.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

// npm's `node` only picks one of these by an install script, which newer npm does not run: take it directly.
async function install(temporary) {
  const name = platformPackage(process.platform, process.arch);
  await npmInstall(temporary, `${name}@${version}`);
  renameSync(join(temporary, "node_modules", name, "bin"), join(temporary, "bin"));
  rmSync(join(temporary, "node_modules"), { recursive: true, force: true });
  const node = join(temporary, "bin", "node");
  chmodSync(node, 0o755);
  const { code, output } = await child(node, ["--version"], { capture: true });
  if (code !== 0 || output.trim() !== `v${version}`) {
    throw new BootstrapError(
      `Node ${version} from the npm package ${name} does not run here (${output.trim().slice(0, 200)}): install Node ${oldest.join(".")} or newer by other means and put it first on PATH`,
    );
  }
}

/** The npm package that holds Node's binary for a platform. */
export function platformPackage(platform, arch) {
  const prefix = platform === "darwin" && arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform === "win32" ? "win" : platform}-${arch}`;
}

/** A line that says for whom we wait. */
export function waiting(say) {
  return (pid) => say(`waiting for process ${pid}, which does the same`);
}
