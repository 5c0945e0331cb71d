import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { assert, property, string } from "fast-check";
import { redisAuth } from "../src/docker/redis-auth.ts";

/** The argument of a line as Redis reads it (sdssplitargs): double quotes, a backslash before quote and backslash. */
function unquoted(line: string): string {
  const quoted = /^requirepass "(.*)"$/s.exec(line)?.[1] ?? "";
  expect(quoted).toMatch(/^(?:[^"\\]|\\["\\])*$/s);
  return quoted.replace(/\\(["\\])/g, "$1");
}

test("every printable password survives redis.conf", () => {
  assert(
    property(string({ unit: "grapheme-ascii", minLength: 1 }), (password) => {
      const [first = ""] = redisAuth(password, { user: "monitoring", password: "x" }).split("\n");
      expect(unquoted(first)).toBe(password);
    }),
  );
});

test("the exporter's user sees statistics, and neither keys nor passwords", () => {
  const [, second = ""] = redisAuth("x", { user: "monitoring", password: "a b" }).split("\n");
  const hash = createHash("sha256").update("a b").digest("hex");
  expect(second).toBe(
    `user monitoring on #${hash} resetkeys resetchannels -@all +info +ping +client|setname +client|setinfo ` +
      "+latency|histogram +latency|latest +slowlog|get +slowlog|len",
  );
});
