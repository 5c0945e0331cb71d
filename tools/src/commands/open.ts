import { spawn } from "node:child_process";
import { opener, serviceUrls } from "../care/service-urls.ts";
import { stackConfig } from "../care/stack-config.ts";
import { UserError } from "../user-error.ts";

// The first of these that is published.
const favourites = ["grafana", "prometheus"];

/** Opens a service in the browser, or prints its address where there is none. */
export async function run([name]: readonly string[]): Promise<number> {
  const pages = serviceUrls(stackConfig().config);
  const wanted = name === undefined ? favourites : [name];
  const page = wanted.flatMap((service) => pages.filter((row) => row.service === service))[0];
  if (!page) {
    const there = pages.map(({ service }) => service).join(", ") || "none";
    throw new UserError(
      `there is no page of "${wanted.join('" or "')}" to open; there are ${there}. A port that is set to false is not published`,
    );
  }
  process.stdout.write(`${page.url}\n`);
  const how = opener(process.platform, process.env);
  if ("reason" in how) process.stderr.write(`${how.reason}\n`);
  else if (!(await start(how.program, [...how.args, page.url]))) {
    process.stderr.write(`${how.program} could not be started: open the address yourself\n`);
  }
  return 0;
}

/** Starts a program that outlives this one. Whether it could be started. */
function start(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: "ignore" });
    child.on("error", () => {
      resolve(false);
    });
    child.on("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
