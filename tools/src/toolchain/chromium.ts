import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../bootstrap/lock.mjs";
import { UserError } from "../user-error.ts";
import { askConsent } from "./consent.ts";
import { resolveToolchain, type ToolchainOptions } from "./context.ts";
import { run } from "./run.ts";

// Of Chromium's kind, under the names that distributions and Google give them.
const names = ["chromium", "google-chrome-stable", "google-chrome", "chrome", "chromium-browser"];
const manual = "install Chromium or Chrome, or set CHROMIUM to the path of one";

/** The browser that draws pictures: CHROMIUM, the first on PATH, or (as root on Debian, with consent) Debian's, installed. */
export async function ensureChromium(options: ToolchainOptions = {}): Promise<string> {
  const toolchain = resolveToolchain(options);
  const { env } = toolchain;
  const found = env["CHROMIUM"] ?? onPath(env["PATH"]);
  if (found !== undefined) return found;
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  // Ubuntu's package of that name is a snap, which does not run everywhere.
  if (process.getuid?.() !== 0 || !/^ID=debian$/m.test(release)) {
    throw new UserError(
      `there is no browser to draw with on PATH: ${manual}, then run the same command again`,
    );
  }
  return withLock(join(toolchain.locks, "chromium"), async () => {
    const there = onPath(env["PATH"]);
    if (there !== undefined) return there;
    await askConsent(toolchain, { missing: "browser to draw with", packages: "chromium", manual });
    const log = join(toolchain.logs, "chromium-install.log");
    await toolchain.progress.step("install Chromium", 45, async () => {
      const quiet = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, log };
      await run("apt-get", ["update"], quiet);
      await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], quiet);
    });
    return "/usr/bin/chromium";
  });
}

function onPath(path: string | undefined): string | undefined {
  const folders = (path ?? "").split(":").filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}
