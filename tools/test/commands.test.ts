import { describe, expect, test } from "@jest/globals";
import { stackOf } from "../src/commands/pulumi.ts";
import { table } from "../src/overview.ts";
import { withConfigFile } from "../src/session.ts";
import { hint } from "../src/targets-up.ts";

describe("a CLI call", () => {
  test.each([
    [
      ["up", "-s", "dev"],
      ["up", "-s", "dev", "--config-file", "x.yaml"],
    ],
    [
      ["config", "set", "a", "b"],
      ["config", "set", "a", "b", "--config-file", "x.yaml"],
    ],
    [
      ["stack", "export"],
      ["stack", "export"],
    ],
    [
      ["--non-interactive", "preview"],
      ["--non-interactive", "preview", "--config-file", "x.yaml"],
    ],
    [[], []],
  ])("%j becomes %j", (args, expected) => {
    expect(withConfigFile(args, "x.yaml")).toEqual(expected);
  });

  test.each([
    [["preview", "-s", "prod"], "prod"],
    [["preview", "--stack", "prod"], "prod"],
    [["preview", "--stack=prod"], "prod"],
    [["preview"], undefined],
  ])("%j is about stack %s", (args, expected) => {
    expect(stackOf(args)).toBe(expected);
  });
});

test("the table's columns are aligned under their heading", () => {
  const rows = [
    { url: "http://127.0.0.1:9090", what: "Prometheus", access: "no password", state: "up" },
    { url: "http://127.0.0.1:9", what: "x", access: "-", state: "down: timeout" },
  ];
  expect(table(rows)).toBe(
    [
      "URL                    WHAT        ACCESS       STATE",
      "http://127.0.0.1:9090  Prometheus  no password  up",
      "http://127.0.0.1:9     x           -            down: timeout",
    ].join("\n"),
  );
});

describe("a target that is down", () => {
  const target = { job: "mcp-server", service: "mcp-server", up: false, error: "connection refused" };

  test("on this machine gets advice about loopback", () => {
    expect(hint({ ...target, address: "host.docker.internal:3001" })).toContain("listen on 0.0.0.0:3001");
  });

  test("elsewhere gets none", () => {
    expect(hint({ ...target, address: "mcp.example.com:443" })).toBe("");
  });
});
