import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture, interrupted, stream } from "../child.ts";
import { ownFolder } from "@monitoring/collection/recorded";
import { firstLines, readReport, type JestReport } from "../jest-report.ts";
import { mutate, score } from "../mutate/mutate.ts";
import { mutationPage } from "../mutate/mutation-page.ts";
import { prepare } from "../prepare.ts";
import { repository } from "../repository.ts";
import { ensureChromium } from "../toolchain/chromium.ts";
import { ensurePreview, installPage, pageSources } from "../toolchain/preview-build.ts";
import { actionlint, step } from "../toolchain/index.ts";
import { UserError } from "../user-error.ts";

interface Outcome {
  readonly passed: number;
  /** What to read of each that failed. */
  readonly failed: readonly string[];
}

interface Stage {
  readonly name: string;
  readonly what: string;
  /** Which call runs it besides one that names it: `npm test -- unit` and `npm test`, or `npm test` alone. */
  readonly when: "quick" | "always";
  readonly run: () => Promise<Outcome>;
}

const stages: readonly Stage[] = [
  {
    name: "format",
    what: "Prettier",
    when: "quick",
    run: check("prettier", ["--check", "--log-level", "warn", "."]),
  },
  { name: "lint", what: "ESLint", when: "quick", run: check("eslint", ["--max-warnings", "0", "."]) },
  { name: "types", what: "TypeScript", when: "quick", run: check("tsc", ["--build"]) },
  {
    name: "unit",
    what: "unit tests",
    when: "quick",
    run: () =>
      jest(["packages", "stacks", "policy", "demo", "preview", "tools", "test/unit", "examples", "own"]),
  },
  { name: "workflows", what: "GitHub's workflows in actionlint", when: "always", run: workflows },
  { name: "compiled", what: "compiled files in promtool and amtool", when: "always", run: compiled },
  {
    name: "mutants",
    what: "rules and policy made wrong, and whether their proofs notice",
    when: "always",
    run: mutants,
  },
  { name: "pictures", what: "the preview in a browser, and pictures of it", when: "always", run: pictures },
  { name: "e2e", what: "a real stack, end to end", when: "always", run: endToEnd },
  { name: "drill", what: "every alert, set off on a real stack", when: "always", run: drill },
  { name: "healing", what: "a stack that is wounded and mended", when: "always", run: healing },
  { name: "engine", what: "an engine of its own, stopped and killed", when: "always", run: ownEngine },
];

/** Runs every check, or those that are named: a stage, or `unit` for all that need no Docker. */
export async function run(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new UserError(
      `there is no part ${unknown.join(", ")} of the tests; there are ${stages.map(({ name }) => name).join(", ")} ` +
        "(unit also runs what comes before it)",
    );
  }
  const chosen = stages.filter(
    ({ name, when }) =>
      names.length === 0 || names.includes(name) || (when === "quick" && names.includes("unit")),
  );
  const outcomes: Outcome[] = [];
  for (const stage of chosen) {
    process.stdout.write(`\n== ${stage.name}: ${stage.what}\n`);
    const since = Date.now();
    const { passed, failed } = await stage.run();
    process.stdout.write(
      `   ${passed} passed, ${failed.length} failed in ${((Date.now() - since) / 1000).toFixed(1)} s\n`,
    );
    outcomes.push({ passed, failed: failed.map((text) => `${stage.name}: ${text}`) });
  }
  const { passed, failed } = sum(outcomes);
  // Once more at the end: a log of many pages is read from there.
  for (const text of failed) process.stdout.write(`\nFAILED ${text}\n`);
  process.stdout.write(`\n${passed} passed, ${failed.length} failed\n`);
  return failed.length === 0 ? 0 : 1;
}

/** A program that says by its exit code whether all is well: one check. */
function check(program: string, args: readonly string[], cwd = repository): () => Promise<Outcome> {
  return async () => {
    const { code, stdout, stderr } = await step(program, 20, () =>
      capture(join(repository, "node_modules/.bin", program), args, { cwd }),
    );
    return ofProgram(code, program, `${stdout}${stderr}`);
  };
}

async function workflows(): Promise<Outcome> {
  const linter = await actionlint();
  // Only what is pinned here: other linters that the machine may have would find something else on each.
  const { code, stdout, stderr } = await capture(linter, ["-shellcheck=", "-pyflakes="], { cwd: repository });
  return ofProgram(code, "actionlint", `${stdout}${stderr}`);
}

/** The outcome of a program that is one check, whose words are of interest if it failed. */
function ofProgram(code: number, program: string, words: string): Outcome {
  if (code === 0) return { passed: 1, failed: [] };
  process.stdout.write(words);
  return { passed: 0, failed: [`${program}\n${firstLines(words)}`] };
}

async function compiled(): Promise<Outcome> {
  const { tools, env } = await prepare({ yes: true });
  const { promtool, amtool, alertmanager, prometheus } = tools;
  const programs = {
    PROMTOOL: promtool,
    AMTOOL: amtool,
    ALERTMANAGER: alertmanager,
    PROMETHEUS: prometheus,
  };
  // Those that wait for a real Prometheus leave room for those that compute.
  return jest(["test/compiled"], { ...env, ...programs }, ["--maxWorkers=2"]);
}

/** The page's own checks: its dependencies are too large for those who never touch it. */
async function pictures(): Promise<Outcome> {
  await step("dependencies of the preview's page", 20, () => installPage());
  const types = await check("tsc", ["--project", "."], pageSources)();
  const lint = await check("eslint", ["--max-warnings", "0", "."], pageSources)();
  await ensurePreview();
  await ensureChromium({ yes: true });
  const drawn = await jest(["test/pictures"], process.env, ["--runInBand"]);
  return sum([types, lint, drawn]);
}

function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((all, { passed }) => all + passed, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
  };
}

/** Each mutant is a check. So is that the page in the repository says what this run found. */
async function mutants(): Promise<Outcome> {
  const { tools } = await prepare({ yes: true });
  const { fates, complaints } = await mutate([], tools);
  // The page is about this project's rules alone: a team's would change it in every clone.
  const page =
    ownFolder() !== undefined ||
    readFileSync(join(repository, "docs/mutation.md"), "utf8") === mutationPage(fates);
  const wrong = [...complaints, ...(page ? [] : ["docs/mutation.md is of another run: npm run mutate"])];
  process.stdout.write([...wrong, `   ${score(fates)}`, ""].join("\n"));
  return { passed: fates.length + 1 - wrong.length, failed: wrong };
}

async function endToEnd(): Promise<Outcome> {
  const { tools, env } = await prepare({ yes: true });
  return jest(["test/e2e"], { ...env, PROMETHEUS: tools.prometheus }, ["--runInBand"]);
}

async function drill(): Promise<Outcome> {
  const { env } = await prepare({ yes: true });
  return jest(["test/drill"], env, ["--runInBand"]);
}

async function healing(): Promise<Outcome> {
  const { env } = await prepare({ yes: true });
  return jest(["test/healing"], env, ["--runInBand"]);
}

/**
 * In a network namespace of its own: an engine makes and deletes interfaces and firewall rules, and those of the
 * machine's engine must stay out of its reach.
 */
async function ownEngine(): Promise<Outcome> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    process.stdout.write("   left out: it takes root on Linux to start a second engine\n");
    return { passed: 0, failed: [] };
  }
  const { env } = await prepare({ yes: true });
  const isolate = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  return jest(["test/engine"], env, ["--runInBand"], isolate);
}

/**
 * Runs jest on some folders. A run without a single test counts as a failure. What tests write goes to one folder, which
 * is kept for whoever looks into a failure, as is the state of a stack that was not taken down.
 */
async function jest(
  folders: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  options: readonly string[] = [],
  wrapper: readonly string[] = [],
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-test-"));
  const report = join(folder, "report.json");
  // Whole paths: a clone may lie in a folder that is itself named `demo`.
  const paths = folders.map((name) => join(repository, name, "/"));
  const [program = "", ...args] = [
    ...[...wrapper, "pnpm", "exec", "jest", "--json", "--outputFile", report, "--silent=false"],
    ...[...options, ...paths],
  ];
  const nodeOptions = "--experimental-vm-modules --disable-warning=ExperimentalWarning";
  const code = await stream(program, args, {
    cwd: repository,
    env: { ...env, NODE_OPTIONS: nodeOptions, TMPDIR: folder },
  });
  // The parts that would come next are not wanted any more.
  if (code === interrupted)
    throw new UserError(`the tests were interrupted; what they wrote is in ${folder}`);
  const outcome = outcomeOf(report, folders);
  if (outcome.failed.length === 0) rmSync(folder, { recursive: true, force: true });
  else process.stdout.write(`   what the tests wrote is in ${folder}\n`);
  return outcome;
}

function outcomeOf(report: string, folders: readonly string[]): Outcome {
  try {
    const { passed, failed } = readReport(JSON.parse(readFileSync(report, "utf8")) as JestReport, repository);
    return passed + failed.length === 0
      ? { passed, failed: [`there is no test in ${folders.join(", ")}`] }
      : { passed, failed };
  } catch (error) {
    return ofProgram(1, "jest", `it left no report: ${(error as Error).message}\n`);
  }
}
