import { describe, expect, test } from "@jest/globals";
import { readConfig, type Config } from "@monitoring/stacks";
import { lineReader, merge, parseLog } from "../../src/care/log-lines.ts";
import { namesToResolve } from "../../src/care/names.ts";
import { opener, serviceUrls } from "../../src/care/service-urls.ts";

function config(values: Readonly<Record<string, unknown>>): Config {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join());
  return result.config;
}

describe("logs", () => {
  test("of several containers are merged by time", () => {
    const a = parseLog("a", "2026-01-01T00:00:01.5Z one\n2026-01-01T00:00:03.0Z three  spaced\n");
    const b = parseLog("b", "2026-01-01T00:00:02.0Z two\n2026-01-01T00:00:04.0Z\n");
    expect(merge([a, b]).map(({ service, text }) => `${service}|${text}`)).toEqual([
      "a|one",
      "b|two",
      "a|three  spaced",
      "b|",
    ]);
  });

  test("that arrive in pieces are shown in whole lines", () => {
    const lines: string[] = [];
    const reader = lineReader((line) => lines.push(line));
    reader.push("on");
    reader.push("e\ntwo\nth");
    expect(lines).toEqual(["one", "two"]);
    reader.end();
    expect(lines).toEqual(["one", "two", "th"]);
  });
});

describe("open", () => {
  test("knows the pages that are published", () => {
    const pages = serviceUrls(config({ ports: { prometheus: 29090, alertmanager: false } }));
    expect(pages).toContainEqual({ service: "prometheus", url: "http://127.0.0.1:29090" });
    expect(pages).toContainEqual({ service: "mcp-admin", url: "http://127.0.0.1:3002/faults" });
    expect(pages.map(({ service }) => service)).not.toContain("alertmanager");
  });

  test("knows no pages of a demo that is not there", () => {
    const pages = serviceUrls(config({ demo: false, mcpServer: "http://localhost:3001/metrics" }));
    expect(pages.map(({ service }) => service)).not.toContain("mcp-server");
  });

  test.each<[string, Record<string, string>, object]>([
    ["darwin", {}, { program: "open", args: [] }],
    ["win32", {}, { program: "cmd", args: ["/c", "start", ""] }],
    ["linux", { DISPLAY: ":0" }, { program: "xdg-open", args: [] }],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, { program: "xdg-open", args: [] }],
    ["linux", { WSL_DISTRO_NAME: "Debian" }, { program: "explorer.exe", args: [] }],
    ["linux", {}, { reason: "there is no display here" }],
    ["linux", { SSH_CONNECTION: "1 2 3 4", DISPLAY: "localhost:10" }, { program: "xdg-open", args: [] }],
  ])("on %s with %j uses %j", (platform, env, expected) => {
    expect(opener(platform, env)).toEqual(expected);
  });

  test("says over ssh why nothing opens", () => {
    expect(opener("darwin", { SSH_CONNECTION: "1 2 3 4" })).toHaveProperty("reason");
  });
});

test("names that containers look up are the stack's own and the user's, without addresses", () => {
  const names = namesToResolve(
    config({
      demo: false,
      mcpServer: "http://localhost:3001/metrics",
      redis: "10.0.0.7:6379",
      integrations: { crm: "https://crm.example.com/health" },
      receivers: {
        email: {
          to: "a@example.com",
          from: "b@example.com",
          smarthost: "smtp.example.com:587",
          username: "u",
        },
      },
    }),
  );
  expect(names).toEqual(
    expect.arrayContaining(["alertmanager", "crm.example.com", "host.docker.internal", "smtp.example.com"]),
  );
  expect(names).not.toContain("10.0.0.7");
});
