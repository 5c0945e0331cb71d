import { expect, test } from "@jest/globals";
import { readConfig, requiredSecrets } from "../src/index.ts";
import { record } from "./record.ts";

const canary = "0123456789abcdef0123456789abcdef";

test("what Prometheus authenticates to remote storage with is in files that only it reads", async () => {
  const url = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1";
  const result = readConfig({
    remoteWrite: {
      amp: { kind: "amp", url, accessKey: "AKIAIOSFODNN7EXAMPLE" },
      mimir: { kind: "generic", url: "https://mimir.example.com/push", username: "me" },
    },
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const secrets = Object.fromEntries(requiredSecrets(result.config).map((name) => [name, canary]));
  const all = await record("dev", secrets, async () => (await import("../src/dev.ts")).place(result.config));
  const container = (name: string) =>
    all.find(({ type, inputs }) => type.endsWith(":Container") && inputs["name"] === name)?.inputs;
  expect(container("mcp-prometheus-secrets")?.["uploads"]).toEqual([
    expect.objectContaining({
      file: "/etc/prometheus-secrets/remote-write-mimir",
      content: canary,
      permissions: "0400",
      owner: "65534",
    }),
    expect.objectContaining({
      file: "/etc/prometheus-secrets/aws-credentials",
      content: `[amp]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${canary}\n`,
      permissions: "0400",
    }),
  ]);
  const { uploads: _, ...prometheus } = container("mcp-prometheus") ?? {};
  expect(JSON.stringify(prometheus)).not.toContain(canary);
  expect(JSON.stringify(container("mcp-prometheus-config"))).not.toContain(canary);
  expect(prometheus["envs"]).toEqual(["AWS_SHARED_CREDENTIALS_FILE=/etc/prometheus-secrets/aws-credentials"]);
  expect(prometheus["mounts"]).toContainEqual(
    expect.objectContaining({
      source: "mcp-prometheus-secrets",
      target: "/etc/prometheus-secrets",
      readOnly: true,
    }),
  );
});
