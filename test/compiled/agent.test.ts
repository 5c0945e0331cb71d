import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { blindSpots, exporters } from "@monitoring/collection";
import { expect, test } from "@jest/globals";
import { freePort } from "../../tools/src/loopback.ts";
import { emptyFolder, write } from "./tools.ts";

test("an agent exposes every metric of Prometheus that is read, but for those that are said to be missing", async () => {
  const program = process.env["PROMETHEUS"];
  if (program === undefined)
    throw new Error("PROMETHEUS is not set; run these tests with: npm test -- compiled");
  const folder = emptyFolder();
  const port = await freePort();
  write(
    join(folder, "prometheus.yml"),
    JSON.stringify({
      global: { scrape_interval: "1s" },
      scrape_configs: [{ job_name: "prometheus", static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
      // Nobody listens there: its metrics exist all the same.
      remote_write: [{ url: `http://127.0.0.1:${await freePort()}/api/v1/write` }],
    }),
  );
  const agent = spawn(
    program,
    [
      "--agent",
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.agent.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  try {
    const page = await exposition(`http://127.0.0.1:${port}/metrics`);
    const exposed = exporters.prometheus
      .map(({ name }) => name)
      .filter((name) => new RegExp(`^${name}[ {]`, "m").test(page));
    const missing = exporters.prometheus.map(({ name }) => name).filter((name) => !exposed.includes(name));
    const said = blindSpots.aws.find(({ job }) => job === "prometheus")?.metrics ?? [];
    expect(missing.sort()).toEqual(said.map(({ name }) => name).sort());
  } finally {
    agent.kill("SIGKILL");
  }
}, 30_000);

/** What the agent says of itself once it has scraped and tried to send. */
async function exposition(url: string): Promise<string> {
  for (let i = 0; i < 200; i++) {
    const page = await fetch(url).then(
      (response) => response.text(),
      () => "",
    );
    if (/^prometheus_remote_storage_samples_retried_total\{.*\} [1-9]/m.test(page)) return page;
    await sleep(100);
  }
  throw new Error("the agent has sent nothing within 20 s");
}
