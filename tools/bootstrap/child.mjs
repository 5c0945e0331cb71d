import { spawn } from "node:child_process";
import { BootstrapError } from "./error.mjs";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program to its end and gives its exit code or the signal that ended it. `capture` keeps the output instead of
 * showing it. Output goes to stderr unless `stdio` says otherwise: stdout belongs to the command that follows.
 */
export function child(program, args, { capture = false, stdio, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const process_ = spawn(program, args, {
      stdio: stdio ?? (capture ? ["ignore", "pipe", "pipe"] : ["ignore", 2, 2]),
      ...options,
    });
    let output = "";
    process_.stdout?.on("data", (chunk) => (output += chunk));
    process_.stderr?.on("data", (chunk) => (output += chunk));
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the whole group; Pulumi takes a second one as "stop at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) process_.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    const settle = () => {
      for (const signal of forwarded) process.off(signal, forward);
    };
    process_.on("error", (error) => {
      settle();
      reject(
        error.code === "ENOENT"
          ? new BootstrapError(
              `"${program}" was not found on PATH: install it, then run the same command again`,
            )
          : error,
      );
    });
    process_.on("close", (code, signal) => {
      settle();
      resolve({ code, signal, output });
    });
  });
}
