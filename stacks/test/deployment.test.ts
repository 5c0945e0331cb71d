import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { cloneCommit } from "../src/clone-commit.ts";
import { asDeployment } from "../src/deployment.ts";
import { prometheusFiles, readConfig, type CustomFiles } from "../src/index.ts";

const deployed = (values: object = {}, custom: CustomFiles = {}, commit = "1234567890") => {
  const result = readConfig({ ...values });
  if (!result.ok) throw new Error(result.problems.join());
  return asDeployment("dev", result.config, custom, commit);
};

describe("a deployment", () => {
  const { deployment } = deployed();

  test("is told by its stack, its commit and what it comes to, and the same one again by the same", () => {
    expect(deployment).toEqual({
      stack: "dev",
      commit: "1234567890",
      content: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect(deployed().deployment).toEqual(deployment);
  });

  test("is another one with another setting or another file, and comes to the same at another commit", () => {
    const file = { "dashboards/orders.json": '{ "title": "Orders", "uid": "orders" }' };
    const contents = [deployed({ retention: "90d" }), deployed({}, file)].map(
      (one) => one.deployment?.content,
    );
    expect(new Set([...contents, deployment?.content]).size).toBe(3);
    expect(deployed({}, {}, "another").deployment?.content).toBe(deployment?.content);
  });

  test("is in the rule that writes down its time, and in no other file", () => {
    const files = Object.entries(prometheusFiles(deployed(), {})).filter(([, text]) =>
      text.includes("1234567890"),
    );
    expect(files.map(([path]) => path)).toEqual(["rules/deployment.yml"]);
    expect(files[0]?.[1]).toContain('commit: "1234567890"');
  });
});

describe("the commit of a clone", () => {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-clone-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=x", "-c", "user.email=x@example.com", ...args], {
      encoding: "utf8",
    });
  let commit: string;
  beforeAll(() => {
    git("init", "--quiet");
    writeFileSync(join(folder, "tracked"), "1");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
    commit = git("rev-parse", "--short=10", "HEAD").trim();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("is named by itself while nothing is changed, notes of one's own beside it or not", async () => {
    expect(commit).toMatch(/^[0-9a-f]{10}$/);
    expect(await cloneCommit(folder)).toBe(commit);
    writeFileSync(join(folder, "notes.txt"), "");
    expect(await cloneCommit(folder)).toBe(commit);
  });

  test("is not all there is where a file was changed, or dropped where it is placed", async () => {
    writeFileSync(join(folder, "tracked"), "2");
    expect(await cloneCommit(folder)).toBe(`${commit} and uncommitted changes`);
    git("checkout", "--quiet", "tracked");
    expect(await cloneCommit(folder)).toBe(commit);
    mkdirSync(join(folder, "rules"));
    writeFileSync(join(folder, "rules", "own.yml"), "");
    expect(await cloneCommit(folder)).toBe(`${commit} and uncommitted changes`);
  });

  test("is unknown in a folder of some other repository, and where git tells nothing", async () => {
    expect(await cloneCommit(join(folder, "rules"))).toBe("unknown commit");
    expect(await cloneCommit(join(folder, "nowhere"))).toBe("unknown commit");
  });
});
