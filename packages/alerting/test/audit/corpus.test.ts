import { describe, expect, test } from "@jest/globals";
import { audit, references, type Finding } from "../../src/audit/index.ts";
import { badFiles, jobs, known, soundFiles, type Row } from "./corpus.ts";

const path = "file.yml";

function findings(row: Row): readonly Finding[] {
  const files = { [path]: row.file };
  const there = Object.keys(row.beside);
  const missing = references(files).filter(
    ({ path: wanted }) => !there.some((one) => globToRegex(wanted).test(one)),
  );
  const extra = row.metrics.map(
    (name) => [name, { type: "unknown", labels: new Set(["http.route"]) }] as const,
  );
  return audit(files, new Map([...known, ...extra]), {
    context: row.beside,
    missing,
    jobs,
    targetLabels: ["service", "env"],
  });
}

function globToRegex(glob: string): RegExp {
  return new RegExp(`^${glob.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`);
}

function errors(row: Row): readonly string[] {
  return findings(row)
    .filter(({ severity }) => severity === "error")
    .map(({ check, line }) => `${check} ${line}`);
}

describe("a file with a mistake is refused, where the mistake is:", () => {
  test.each(badFiles.map((row) => [row.what, row] as const))("%s", (_, row) => {
    expect([...errors(row)].sort()).toEqual([...row.finds, ...row.more].sort());
  });
});

describe("a sound file passes:", () => {
  test.each(soundFiles.map((row) => [row.what, row] as const))("%s", (_, row) => {
    expect(findings(row).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

test("the corpus is as large as was promised", () => {
  expect(badFiles.length).toBeGreaterThanOrEqual(61);
  expect(soundFiles.length).toBeGreaterThanOrEqual(40);
});

test("a reason and a remedy are sentences without a final stop", () => {
  const all = badFiles.flatMap(findings);
  expect(all.filter(({ reason, remedy }) => reason === "" || remedy === "" || reason.endsWith("."))).toEqual(
    [],
  );
});
