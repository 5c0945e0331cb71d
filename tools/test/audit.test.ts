import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { references } from "@monitoring/alerting/audit";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { lookUp } from "../src/audit/look-up.ts";
import { report, run } from "../src/commands/audit.ts";

let folder: string;
const put = (path: string, text = ""): string => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "monitoring-audit-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function printed(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly text: string }> {
  const out = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const code = await run(args);
    return { code, text: out.mock.calls.map(([text]) => String(text)).join("") };
  } finally {
    out.mockRestore();
  }
}

const rule = (expr: string): string =>
  `groups: [{ name: g, rules: [{ alert: A, expr: '${expr}', annotations: { summary: s } }] }]\n`;

describe("npm run audit", () => {
  test("prints file, line, reason and remedy of each mistake, and ends with 1", async () => {
    const path = put("a.yml", rule('up{job="noed"} == 0'));
    expect(await printed(path)).toEqual({
      code: 1,
      text:
        `${path}:1: error: there is no job "noed": nothing is selected; did you mean "node"? [unknown-job]\n` +
        "1 error, 0 warnings in 1 file\n",
    });
  });

  test("ends with 0 where there is none", async () => {
    expect(await printed(put("b.yml", rule("up == 0")))).toEqual({
      code: 0,
      text: "0 errors, 0 warnings in 1 file\n",
    });
  });

  test("knows the metrics and jobs that it is told", async () => {
    const path = put("c.yml", rule('rate(their_calls_total{job="theirs"}[5m]) > 1'));
    const metrics = put(
      "metrics.txt",
      "# TYPE their_calls_total counter\ntheirs_total 1\ntheir_calls_total 5\n",
    );
    expect((await printed(path)).code).toBe(1);
    expect((await printed("--metrics", metrics, "--job", "theirs", path)).code).toBe(0);
  });

  test("leaves out what a folder holds for other programs", async () => {
    put("mixed/a.yml", rule("up == 0"));
    put("mixed/compose.yml", "services: {}\n");
    expect((await printed(join(folder, "mixed"))).text).toBe(
      "0 errors, 0 warnings in 1 file\n1 file is for other programs, not looked at\n",
    );
  });

  test.each([
    [["--metric", "x"], "audit has no flag --metric; did you mean --metrics?"],
    [["-v"], "audit has no flag -v"],
    [[], "audit needs files"],
    [
      ["nowhere.yml", "--root", "nowhere"],
      "there is no file nowhere.yml\n       there is no folder nowhere (--root)",
    ],
  ])("refuses %j", async (args, says) => {
    await expect(run(args)).rejects.toThrow(says);
  });
});

describe("a file that another names", () => {
  const missing = (text: string, root?: string): readonly string[] => {
    const path = join(folder, "conf/prometheus.yml");
    return lookUp(
      references({ [path]: text }),
      root === undefined ? undefined : join(folder, root),
    ).missing.map(({ path }) => path);
  };

  test("lies beside it, or below the root", () => {
    put("conf/rules/a.yml");
    put("root/etc/token");
    put("root/more/b.yml");
    expect(missing("rule_files: ['rules/*.yml', 'rules/b*.yml', 'more/*.yml']")).toEqual([
      "rules/b*.yml",
      "more/*.yml",
    ]);
    expect(missing("rule_files: ['rules/*.yml', 'more/*.yml']", "root")).toEqual([]);
    const job = "scrape_configs: [{ job_name: a, authorization: { credentials_file: /etc/token } }]";
    expect(missing(job, "root")).toEqual([]);
    expect(missing(job.replace("token", "nothing-of-that-name"))).toEqual(["/etc/nothing-of-that-name"]);
  });

  test("is not asked for where the stack or the engine puts it at start", () => {
    const receivers = (path: string): string =>
      `route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ api_url_file: ${path} }] }]`;
    expect(missing(receivers("/etc/alertmanager-secrets/slack-url"))).toEqual([]);
    expect(missing(receivers("/run/secrets/url"))).toEqual([]);
    expect(missing(receivers("/run/secrets/url"), "root")).toEqual(["/run/secrets/url"]);
  });
});

test("a report of nothing says so", () => {
  expect(report([], 2, 0)).toBe("0 errors, 0 warnings in 2 files\n");
});
