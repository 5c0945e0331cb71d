import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { child } from "./child.mjs";
import { BootstrapError } from "./error.mjs";

/** Installs one package from the npm registry into `folder`, without running any script of it. */
export async function npmInstall(folder, specifier) {
  mkdirSync(folder, { recursive: true });
  // Without a package.json of its own npm would look for one in the folders above.
  writeFileSync(join(folder, "package.json"), "{}\n");
  const args = [
    "install",
    "--prefix",
    folder,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const cache = homeIsWritable() ? [] : ["--cache", join(folder, "npm-cache")];
  const { code, signal, output } = await child(npm(), [...args, ...cache, specifier], {
    capture: true,
    cwd: folder,
    shell: process.platform === "win32",
    env: { ...process.env, npm_config_global: "false" },
  });
  if (signal) process.kill(process.pid, signal);
  if (code !== 0) throw new BootstrapError(`npm could not install ${specifier}: ${reason(output)}`);
}

function npm() {
  const beside = join(dirname(process.execPath), "npm");
  return existsSync(beside) ? beside : "npm";
}

function homeIsWritable() {
  try {
    accessSync(homedir(), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What npm's output means for the person, in one sentence. */
export function reason(output) {
  const known = [
    [/ENOSPC/, "the disk is full: free some space, then run the same command again"],
    [
      /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
      "the npm registry did not answer: check the network, the proxy and `npm config get registry`",
    ],
    [/E404|ETARGET|notarget/, "the npm registry does not have this version: check `npm config get registry`"],
    [/E401|E403/, "the npm registry refused access: check the login in ~/.npmrc"],
  ].find(([pattern]) => pattern.test(output));
  return known ? known[1] : `\n${output.trim().split("\n").slice(-10).join("\n")}`;
}
