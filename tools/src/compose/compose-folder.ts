import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { composeYaml, type ComposeProject } from "@monitoring/stacks/compose";
import { UserError } from "../user-error.ts";

/** What the folder holds beside the project's own files. */
const names = {
  compose: "compose.yaml",
  readme: "README.md",
  environment: ".env",
  /** Which files the last render wrote: the mark of a folder that may be written again. */
  manifest: ".rendered.json",
  /** Values that were made here because no stack of this clone had any. */
  secrets: ".secrets.json",
} as const;

/** Refuses a folder that somebody else filled. @throws UserError */
export function refuseForeign(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, names.manifest)) || readdirSync(folder).length === 0)
    return;
  throw new UserError(
    `${folder} is not empty and was not written by \`npm run render -- compose\`; name a new or an empty folder`,
  );
}

/** The secrets that an earlier render made for this folder. */
export function folderSecrets(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, names.secrets);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
}

/**
 * Writes a compose project. The folder is for its owner alone; the files in it are readable by all, because each
 * container reads its own as another user, through a mount that starts below the closed folder.
 * @param made secrets to keep for the next render
 * @returns the paths that were written
 */
export function writeComposeFolder(
  folder: string,
  project: ComposeProject,
  made: Readonly<Record<string, string>>,
): readonly string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const contents = Object.entries(project.files).map(([path, { content }]): [string, string] => [
    path,
    content,
  ]);
  const own: [string, string][] = [
    [names.compose, composeYaml(project)],
    [names.environment, `COMPOSE_PROJECT_NAME=${project.name}\n`],
    [names.readme, readme],
  ];
  const all = [...own, ...contents];
  for (const path of folders(contents.map(([file]) => file))) {
    mkdirSync(join(folder, path), { recursive: true });
    // Whatever the umask took away: other users enter here.
    chmodSync(join(folder, path), 0o755);
  }
  for (const [path, text] of all) place(join(folder, path), text, 0o444);
  if (Object.keys(made).length > 0) place(join(folder, names.secrets), JSON.stringify(made), 0o600);
  const paths = all.map(([path]) => path);
  for (const stale of lastPaths(folder))
    if (!paths.includes(stale)) rmSync(join(folder, stale), { force: true });
  place(join(folder, names.manifest), JSON.stringify(paths), 0o600);
  return paths;
}

function lastPaths(folder: string): readonly string[] {
  const path = join(folder, names.manifest);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as string[]) : [];
}

/** Every folder that some file lies in, parents first. */
function folders(files: readonly string[]): readonly string[] {
  const parents = (path: string): string[] => (path === "." ? [] : [...parents(dirname(path)), path]);
  return [...new Set(files.flatMap((file) => parents(dirname(file))))];
}

// By renaming: a program that reads meanwhile sees the old file or the new one.
function place(path: string, text: string, mode: number): void {
  const temporary = join(dirname(path), `.new-${process.pid}`);
  writeFileSync(temporary, text, { mode });
  // Whatever the umask took away.
  chmodSync(temporary, mode);
  renameSync(temporary, path);
}

const readme = `# The monitoring stack, without Pulumi

Start with \`docker compose up -d\` in this folder (or \`docker-compose up -d\`), stop with \`docker compose down\`; data stays in volumes.

- Containers, volumes and networks have the names that \`npm run up\` uses, so that data is found again. Only one of the two can run: \`npm run down\` first.
- The demo's image is on no registry: \`npm run bootstrap\` in the clone leaves it, and what else was built, on the engine.
- \`npm run render -- compose <this folder>\` writes everything again after a change of settings, then \`docker compose up -d\`. Prometheus and the blackbox exporter load changed files themselves; after a changed secret add \`--force-recreate\`.
- \`files/\` holds secrets in the clear: this folder is open to you alone, and stays out of any repository.
- The folder has to be on the Docker engine's machine: files reach the containers as mounts.
`;
