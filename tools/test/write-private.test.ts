import { mkdtempSync, readFileSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { writePrivate } from "../src/write-private.ts";

const folder = mkdtempSync(join(tmpdir(), "monitoring-write-"));
const path = join(folder, "settings.yaml");

test("a private file is replaced as a whole, is nobody else's to read, and leaves nothing beside it", () => {
  writePrivate(path, "one");
  const first = statSync(path);
  writePrivate(path, "two");
  expect(readFileSync(path, "utf8")).toBe("two");
  expect(statSync(path).ino).not.toBe(first.ino);
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toEqual(["settings.yaml"]);
});

test("a file that already says the same is left alone", () => {
  writePrivate(path, "same");
  const before = statSync(path).ino;
  writePrivate(path, "same");
  expect(statSync(path).ino).toBe(before);
});
