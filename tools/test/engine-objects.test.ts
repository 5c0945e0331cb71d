import { describe, expect, test } from "@jest/globals";
import { parseContainers } from "../src/engine-objects.ts";
import { parseCheckpoint, parseExport } from "../src/stack-state.ts";
import { idsByReference } from "../src/toolchain/docker.ts";

describe("a container's published ports", () => {
  test.each([
    ["", []],
    ["9090/tcp", []],
    ["127.0.0.1:9090->9090/tcp", [9090]],
    ["127.0.0.1:3001-3003->3001-3003/tcp", [3001, 3002, 3003]],
    ["0.0.0.0:81->80/tcp, :::81->80/tcp, 0.0.0.0:5000->500/udp, 443/tcp", [81, 5000]],
  ])("%j are %j", (text, ports) => {
    expect(parseContainers(`4711\tmcp-x\tmcp\trunning\t${text}\n`)).toEqual([
      { id: "4711", name: "mcp-x", stack: "mcp", state: "running", ports },
    ]);
  });
});

describe("images that the engine describes", () => {
  const described = [
    'sha256:1\t["mcp-local/a:1-abc","mcp-local/a:latest"]\tnull',
    'sha256:2\t[]\t["registry.example.com:5000/b@sha256:d1"]',
    'sha256:3\t["redis:8.2.2"]\t["redis@sha256:d2"]',
    "",
  ].join("\n");

  test("are found by tag, by digest, and by digest beside a tag", () => {
    const refs = [
      "mcp-local/a:1-abc",
      "registry.example.com:5000/b:v1@sha256:d1",
      "redis:8.2.2",
      "redis@sha256:d2",
    ];
    expect([...idsByReference(described, refs).values()]).toEqual([
      "sha256:1",
      "sha256:2",
      "sha256:3",
      "sha256:3",
    ]);
  });

  test("are not taken for others of the same name", () => {
    expect(idsByReference(described, ["mcp-local/a:2", "redis:8.2.2@sha256:d9", "b:v1@sha256:d1"]).size).toBe(
      0,
    );
  });
});

test("the state says the same, read from its file or from an export", () => {
  const deployment = {
    resources: [{ type: "component" }, { type: "container", id: "4711" }],
    pending_operations: [{}],
  };
  const expected = { ids: new Set(["4711"]), pending: 1 };
  expect(parseCheckpoint(JSON.stringify({ version: 3, checkpoint: { latest: deployment } }))).toEqual(
    expected,
  );
  expect(parseExport(JSON.stringify({ version: 3, deployment }))).toEqual(expected);
  expect(parseCheckpoint('{"version":3,"checkpoint":{"stack":"x"}}')).toEqual({ ids: new Set(), pending: 0 });
});
