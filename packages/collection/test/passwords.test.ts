import { describe, expect, test } from "@jest/globals";
import { assert, property, string } from "fast-check";
import { pgpass, redisPasswordFile } from "../src/index.ts";

const printable = string({ unit: "grapheme-ascii", minLength: 1 });

/** What PostgreSQL's drivers take for the password: the fifth field, a backslash before what is meant literally. */
function fifthField(line: string): string {
  const fields = [""];
  for (let i = 0; i < line.length; i++) {
    const last = fields.length - 1;
    if (line[i] === ":") fields.push("");
    else fields[last] = `${fields[last] ?? ""}${line[i] === "\\" ? (line[++i] ?? "") : (line[i] ?? "")}`;
  }
  expect(fields).toHaveLength(5);
  return fields[4] ?? "";
}

describe("every printable password", () => {
  test("survives the PostgreSQL exporter's password file", () => {
    assert(
      property(printable, (password) => {
        const text = pgpass(password);
        expect(text.endsWith("\n")).toBe(true);
        expect(fifthField(text.slice(0, -1))).toBe(password);
      }),
    );
  });

  test("survives the Redis exporter's password file", () => {
    assert(
      property(printable, (password) => {
        const text = redisPasswordFile({ scheme: "tcp", host: "redis", port: 6379 }, "monitoring", password);
        expect(JSON.parse(text)).toEqual({ "redis://monitoring@redis:6379": password });
      }),
    );
  });
});

test("a password with everything that quotes, spaces at its ends included", () => {
  expect(pgpass(` a'b"c\\d@%/#:? {} `)).toBe(`*:*:*:*: a'b"c\\\\d@%/#\\:? {} \n`);
});
