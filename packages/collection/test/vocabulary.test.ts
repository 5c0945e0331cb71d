import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse } from "yaml";
import { address, browserUrl, isDuration, seconds, toJson, toYaml, url } from "../src/index.ts";

describe("duration", () => {
  test.each([
    ["15s", 15],
    ["5m", 300],
    ["2h", 7200],
    ["30d", 2592000],
  ] as const)("%s is %d seconds", (duration, expected) => {
    expect(isDuration(duration)).toBe(true);
    expect(seconds(duration)).toBe(expected);
  });

  test.each(["", "15", "s", "0s", "1.5m", "-5s", "15 s", "1h30m", "15sec"])(
    "%j is not a duration",
    (text) => {
      expect(isDuration(text)).toBe(false);
    },
  );
});

describe("endpoint", () => {
  test("is written as address and as URL", () => {
    const endpoint = { scheme: "http", host: "mcp-server", port: 3001 } as const;
    expect(address(endpoint)).toBe("mcp-server:3001");
    expect(url(endpoint, "/health")).toBe("http://mcp-server:3001/health");
  });

  test("puts an IPv6 host into brackets", () => {
    expect(address({ scheme: "http", host: "::1", port: 80 })).toBe("[::1]:80");
  });

  test("is opened on the loopback address when it is bound to every address", () => {
    expect(browserUrl("0.0.0.0", 9090)).toBe("http://127.0.0.1:9090");
  });
});

describe("serialisers", () => {
  test("give the same bytes whatever the order of keys", () => {
    const one = { b: [{ z: 1, a: 2 }], a: "x" };
    const other = { a: "x", b: [{ a: 2, z: 1 }] };
    expect(toYaml(one)).toBe(toYaml(other));
    expect(toJson(one)).toBe(toJson(other));
    expect(toYaml(one)).toBe("a: x\nb:\n  - a: 2\n    z: 1\n");
  });

  test("lose no text on the way through YAML", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => (parse(toYaml({ text })) as { text: string }).text === text,
      ),
    );
  });
});
