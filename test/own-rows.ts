import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..");

/** The example of a team's own folder, as the tests and commands are told of it. */
export const acme = { MONITORING_OWN: "examples/acme", MONITORING_SETTINGS: "examples/acme/Pulumi.dev.yaml" };

/** How a test file of this project ended in a clone with the example's rows, by the tests' full names. */
export function runWithAcme(file: string, named = ""): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-acme-"));
  const report = join(folder, "report.json");
  try {
    const { stderr } = spawnSync(
      "pnpm",
      ["exec", "jest", "--json", "--outputFile", report, "--testNamePattern", named, join(repository, file)],
      { cwd: repository, encoding: "utf8", env: { ...process.env, ...acme } },
    );
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
      readonly testResults: readonly {
        readonly message: string;
        readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
      }[];
    };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    if (results.length === 0) throw new Error(`no test ran: ${testResults[0]?.message ?? stderr}`);
    return Object.fromEntries(
      results.filter(({ status }) => status !== "pending").map(({ fullName, status }) => [fullName, status]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
