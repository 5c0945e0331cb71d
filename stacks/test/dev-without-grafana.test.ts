import { expect, test } from "@jest/globals";
import { artefacts, readConfig, requiredSecrets, watched } from "../src/index.ts";
import { record } from "./record.ts";

test("a dev stack that can have neither Grafana nor its preview runs, watches and asks for nothing of it", async () => {
  const result = readConfig({ unavailable: ["grafana", "preview"] });
  if (!result.ok) throw new Error(result.problems.join());
  const { config } = result;
  const secrets = Object.fromEntries(requiredSecrets(config).map((name) => [name, "x"]));
  expect(Object.keys(secrets)).toEqual([
    "inboxToken",
    "mcpToken",
    "postgresExporterPassword",
    "postgresPassword",
    "redisExporterPassword",
    "redisPassword",
  ]);
  expect(watched(config).jobs.map(({ name }) => name)).not.toContain("grafana");
  expect(artefacts("dev", config)["prometheus.yml"]).not.toContain("grafana:3000");
  const all = await record("dev", secrets, async () => (await import("../src/dev.ts")).place(config));
  expect(all.filter(({ name }) => /^(?:grafana|preview)/.test(name))).toEqual([]);
});
