import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of the Docker engine's program; /usr/sbin is not on every PATH. */
export function findDaemon(): string | undefined {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"]
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "dockerd"))
    .find((path) => existsSync(path));
}
