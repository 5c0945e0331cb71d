import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import type { StackName } from "@monitoring/stacks";
import { capture } from "../child.ts";
import { UserError } from "../user-error.ts";
import type { Files } from "./description.ts";

/** A state of the clone. */
export interface RevisionSource {
  /** What a person calls it, as Markdown. */
  readonly title: string;
  /** Its commit; undefined for the files as they lie in the clone. */
  readonly commit: string | undefined;
}

/** What a person calls the files as they lie in the clone. */
export const workingTree = "the working tree";

/** What a name means to git in a clone. @throws UserError if it is no commit */
export async function resolveRevision(clone: string, name: string): Promise<RevisionSource> {
  const { code, stdout } = await git(
    clone,
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${name}^{commit}`,
  );
  if (code !== 0) {
    throw new UserError(
      `git knows no revision "${name}"; give a branch, a tag or a commit that this clone has (git fetch brings others)`,
    );
  }
  const commit = stdout.trim();
  const short = commit.slice(0, 10);
  return { title: commit.startsWith(name) ? `\`${short}\`` : `\`${name}\` (\`${short}\`)`, commit };
}

/** The commit at which two revisions parted, so that what happened on the first since then is no change of the second's. */
export async function commonAncestor(
  clone: string,
  base: RevisionSource,
  head: RevisionSource,
): Promise<RevisionSource> {
  const { code, stdout } = await git(clone, "merge-base", base.commit ?? "HEAD", head.commit ?? "HEAD");
  const commit = stdout.trim();
  // A clone that was cut short may not hold it.
  if (code !== 0 || commit === base.commit) return base;
  return { title: `\`${commit.slice(0, 10)}\`, where it left ${base.title}`, commit };
}

/** The compiled files of some stacks as a revision's own program makes them, with the dependencies of its lock file. */
export async function renderRevision(
  clone: string,
  source: RevisionSource,
  stacks: readonly StackName[],
): Promise<Readonly<Record<StackName, Files>>> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-diff-"));
  try {
    const program = source.commit === undefined ? clone : join(folder, "clone");
    if (source.commit !== undefined) await unpack(clone, source.commit, program);
    const rendered: [string, Files][] = [];
    // One after the other: the first installs what the revision depends on.
    for (const stack of stacks) {
      const output = join(folder, stack);
      await render(source, program, stack, output);
      rendered.push([stack, filesIn(output)]);
    }
    return Object.fromEntries(rendered) as Record<StackName, Files>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function unpack(clone: string, commit: string, folder: string): Promise<void> {
  const archive = `${folder}.tar`;
  const packed = await git(clone, "archive", "--format=tar", `--output=${archive}`, commit);
  const { code, stderr } = packed.code === 0 ? await untar(archive, folder) : packed;
  if (code !== 0) throw new UserError(`commit ${commit} could not be unpacked: ${stderr.trim()}`);
}

async function untar(archive: string, folder: string) {
  mkdirSync(folder);
  return capture("tar", ["-xf", archive, "-C", folder]);
}

async function render(
  source: RevisionSource,
  program: string,
  stack: StackName,
  output: string,
): Promise<void> {
  // Settings and rows that a person names for this clone are not the revision's.
  const { MONITORING_SETTINGS: _, MONITORING_OWN: __, ...env } = process.env;
  const { code, stdout, stderr } = await capture(
    process.execPath,
    [join(program, "tools/bootstrap/run.mjs"), "render", stack, output],
    { cwd: program, env },
  );
  if (code === 0) return;
  const words = (stderr.trim() || stdout.trim()).split("\n").slice(-40).join("\n");
  throw new UserError(
    `${source.title.replaceAll("`", "")} does not render ${stack}; in its own words:\n${words}`,
  );
}

function filesIn(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")]),
  );
}

function git(clone: string, ...args: readonly string[]) {
  return capture("git", args, { cwd: clone });
}
