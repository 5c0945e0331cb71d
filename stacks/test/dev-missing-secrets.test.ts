import { expect, test } from "@jest/globals";
import { readConfig } from "../src/index.ts";
import { record } from "./record.ts";

test("a dev stack without its secrets names all of them and how to set them", async () => {
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join());
  const program = async () => (await import("../src/dev.ts")).place(result.config);
  await expect(record("dev", { mcpToken: "x" }, program)).rejects.toThrow(
    /mistakes in its secrets:\n.*grafanaAdminPassword \(a secret\) is not set.*\n(?:.*\n)*.*inboxToken.*\n(?:.*\n)*.*postgresPassword.*\n(?:.*\n)*.*redisPassword/,
  );
});
