import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { pulumiBlock, schema, secrets } from "../src/index.ts";

const text = readFileSync(join(import.meta.dirname, "../../Pulumi.yaml"), "utf8");

test("Pulumi.yaml says the same about each key as the schema", () => {
  const { config } = parse(text) as { config: object };
  expect(config).toEqual(pulumiBlock());
});

test("Pulumi.yaml names every key that it leaves to the program, and no secret", () => {
  const left = Object.keys(schema.shape).filter((key) => !(key in pulumiBlock()));
  expect(left.filter((key) => !new RegExp(`^#.*\\b${key}\\b`, "m").test(text))).toEqual([]);
  expect(Object.keys(secrets).filter((key) => key in pulumiBlock())).toEqual([]);
});
