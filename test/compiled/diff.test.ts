import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { repository } from "../../tools/src/repository.ts";
import { reviewOfClone, type ReviewInput } from "../../tools/src/diff/review-of-clone.ts";
import { emptyFolder } from "./tools.ts";

jest.setTimeout(600_000);

const canary = "canary-5b1e77c0";

/** The files of this clone as they lie there, in a repository of their own with a history of its own. */
describe("npm run diff", () => {
  const clone = join(emptyFolder(), "clone");
  const git = (...args: readonly string[]): string => {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
      cwd: clone,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  const settings = join(clone, "Pulumi.dev.yaml");
  const set = (...lines: readonly string[]): void => {
    writeFileSync(settings, ["config:", ...lines.map((line) => `  monitoring:${line}`), ""].join("\n"));
  };
  const commit = (message: string): string => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD");
  };
  const reviewed = (base: string, head?: string): Promise<string> => {
    const input: ReviewInput = { clone, base, head, stacks: ["dev"], prometheus: undefined, days: 14 };
    return reviewOfClone(input);
  };

  beforeAll(() => {
    const list = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: repository,
      encoding: "utf8",
    });
    for (const path of list.stdout.split("\0").filter((name) => name !== "")) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      cpSync(join(repository, path), join(clone, path), { recursive: true, force: true });
    }
    git("init", "--quiet", "--initial-branch=main");
    set(`slackWebhookUrl: { secure: ${canary} }`, "receivers: { slack: { channel: '#ops' } }");
    commit("as it was");
    process.env["PULUMI_CONFIG_PASSPHRASE"] = canary;
  });
  afterAll(() => {
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    rmSync(dirname(clone), { recursive: true });
  });

  test("compares commits, and what lies in the clone, from where they parted", async () => {
    git("checkout", "--quiet", "-b", "topic");
    set(
      `slackWebhookUrl: { secure: ${canary} }`,
      "receivers: { slack: { channel: '#ops' } }",
      "alerts: { McpServerDown: { for: 5m } }",
    );
    const topic = commit("be patient");
    git("checkout", "--quiet", "main");
    set("retention: 90d");
    commit("keep more");
    git("checkout", "--quiet", "topic");

    const committed = await reviewed("main", "topic");
    expect(committed).toContain("`McpServerDown`** must hold for 5m instead of 30s; a message leaves within");
    expect(committed).toContain(`with \`topic\` (\`${topic.slice(0, 10)}\`)`);
    // What happened on main since then is no change of the topic's.
    expect(committed).not.toContain("retention");

    set("retention: 7d");
    const lying = await reviewed("topic");
    expect(lying).toContain("**Setting `retention`** `30d` → `7d`: **older samples are deleted**.");
    expect(lying).toContain("`McpServerDown`** must hold for 30s instead of 5m");
    expect(lying).toContain("with the working tree.");
    expect(git("status", "--porcelain")).toBe("M Pulumi.dev.yaml");
    for (const text of [committed, lying]) expect(text).not.toContain(canary);
    git("checkout", "--quiet", "--", ".");
  });

  test("says in its own words why a revision does not render", async () => {
    set("alerts: { McpServerDwn: {} }");
    await expect(reviewed("main")).rejects.toThrow(
      /^the working tree does not render dev; in its own words:\n[^]*did you mean monitoring:alerts.McpServerDown\?/,
    );
    git("checkout", "--quiet", "--", ".");
  });

  test("knows no revision that git does not know, whatever it looks like", async () => {
    await expect(reviewed("nonsense")).rejects.toThrow('git knows no revision "nonsense"');
    await expect(reviewed("--help")).rejects.toThrow('git knows no revision "--help"');
  });

  test("says what an update of this project means for a team that keeps its rows in own/", async () => {
    const rule = join(clone, "packages/alerting/src/alerts/mcp-server.ts");
    git("checkout", "--quiet", "-b", "upstream", "main~1");
    writeFileSync(rule, readFileSync(rule, "utf8").replace('for: "30s"', 'for: "45s"'));
    commit("an update");
    git("checkout", "--quiet", "-b", "team", "main~1");
    cpSync(join(clone, "examples/acme"), join(clone, "own"), { recursive: true });
    set("retention: 90d", "alerts: { AcmeRefundsFail: { for: 10m } }");
    commit("our rows");
    const own = await reviewed("main~1", "team");
    expect(own).toContain("**`AcmeRefundsFail`** is new, severity `high`; reaches ");
    expect(own).toContain("**Dashboard `Refunds`** is new, with 3 panels.");

    git("merge", "--quiet", "--no-edit", "upstream");
    const update = await reviewed("HEAD^1", "HEAD");
    expect(update).toContain("`McpServerDown`** must hold for 45s instead of 30s");
    expect(update).not.toContain("Acme");
  });

  test("leaves nothing behind", () => {
    expect(readFileSync(join(clone, ".git/HEAD"), "utf8").trim()).toBe("ref: refs/heads/team");
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });
});
