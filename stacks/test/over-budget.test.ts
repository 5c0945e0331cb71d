import { expect, test } from "@jest/globals";
import { readConfig, requiredSecrets } from "../src/index.ts";
import { record } from "./record.ts";

test("a preview that comes out above the budget fails before the first resource", async () => {
  const url = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1";
  const result = readConfig({
    remoteWrite: { amp: { kind: "amp", url, accessKey: "ambient" } },
    ship: "all",
    budget: 1,
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const secrets = Object.fromEntries(requiredSecrets(result.config).map((name) => [name, "x".repeat(32)]));
  const program = async () => (await import("../src/dev.ts")).place(result.config);
  await expect(record("dev", secrets, program)).rejects.toThrow(
    /^monitoring:budget is \$1\.00 a month, and AMP would cost about /,
  );
});
