import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../child.ts";
import {
  renderRevision,
  resolveRevision,
  workingTree,
  type RevisionSource,
} from "../diff/render-revision.ts";
import { repository } from "../repository.ts";
import type { PreviewBuild } from "../toolchain/preview-build.ts";
import type { Browser } from "./browser.ts";
import { drawAll, eachOf, fileName } from "./draw-all.ts";
import type { Flaw } from "./draw.ts";
import type { PictureOptions } from "./picture-options.ts";
import { replaying, type RecordedAnswer } from "./recorded-answers.ts";
import { shownDashboards, type Shown } from "./shown-dashboards.ts";

/** A page that names the pictures, beside them. */
export const pageName = "pictures.md";

/** Dashboards' JSON by uid. */
type Dashboards = ReadonlyMap<string, { readonly title: string; readonly json: string }>;

/**
 * Draws each dashboard that is not as it was at a revision, as it was and as it is, and writes a page that shows them side
 * by side. @returns the flaws of what it is now
 */
export async function drawBeforeAfter(
  browser: Browser,
  build: PreviewBuild,
  revision: string,
  options: PictureOptions,
  out: string,
): Promise<readonly Flaw[]> {
  const source = await resolveRevision(repository, revision);
  const before = await dashboardsOf(source);
  const after = await dashboardsOf({ title: workingTree, commit: undefined });
  const now = shownDashboards(undefined);
  const then = { ...now, prometheus: replaying(await recordedAt(source)) };
  const uids = changedDashboards(before, after).filter(
    (uid) => options.uids.length === 0 || options.uids.includes(uid),
  );
  mkdirSync(out, { recursive: true });
  const wanted = (known: Dashboards) =>
    eachOf(
      uids.filter((uid) => known.has(uid)),
      options,
    );
  const fileAs = (mark: string) => (one: Parameters<typeof fileName>[0]) => [
    { file: join(out, fileName(one, mark)) },
  ];
  await drawAll(browser, build, only(then, before), wanted(before), fileAs("-before"));
  const flaws = await drawAll(browser, build, only(now, after), wanted(after), fileAs("-after"));
  writeFileSync(join(out, pageName), page(source, uids, { before, after }, options));
  process.stdout.write(`${join(out, pageName)}\n`);
  return flaws;
}

/** Uids of the dashboards that are not the same, or only on one side, in their order now. */
export function changedDashboards(before: Dashboards, after: Dashboards): readonly string[] {
  const all = new Set([...after.keys(), ...before.keys()]);
  return [...all].filter((uid) => before.get(uid)?.json !== after.get(uid)?.json);
}

async function dashboardsOf(source: RevisionSource): Promise<Dashboards> {
  const { dev } = await renderRevision(repository, source, ["dev"]);
  const own = Object.entries(dev).filter(
    // Of what people dropped into the clone nothing is recorded.
    ([path]) => /^dashboards\/.*\.json$/.test(path) && !path.startsWith("dashboards/custom/"),
  );
  return new Map(
    own.map(([, json]) => {
      const { uid, title } = JSON.parse(json) as { uid: string; title: string };
      return [uid, { title, json }];
    }),
  );
}

/** What was recorded at a revision; nothing before anything was. */
async function recordedAt({ commit = "HEAD" }: RevisionSource): Promise<readonly RecordedAnswer[]> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await capture("git", args, { cwd: repository })).stdout;
  const list = await git("ls-tree", "--name-only", commit, "preview/recorded/");
  const texts = await Promise.all(
    list
      .split("\n")
      .filter((path) => path.endsWith(".json"))
      .map((path) => git("show", `${commit}:${path}`)),
  );
  return texts.flatMap((text) => JSON.parse(text) as RecordedAnswer[]);
}

function only(shown: Shown, dashboards: Dashboards): Shown {
  const entry = { folder: "Dashboards", description: "", tags: [] };
  return {
    ...shown,
    files: {
      site: {
        ...shown.files.site,
        dashboards: [...dashboards].map(([uid, { title }]) => ({ ...entry, uid, title, file: uid })),
      },
      files: Object.fromEntries([...dashboards].map(([uid, { json }]) => [uid, json])),
    },
  };
}

/** The pictures side by side, as Markdown. */
function page(
  { title }: RevisionSource,
  uids: readonly string[],
  { before, after }: { readonly before: Dashboards; readonly after: Dashboards },
  options: PictureOptions,
): string {
  if (uids.length === 0) return `No dashboard looks other than at ${title}.\n`;
  const parts = uids.map((uid) => {
    const rows = eachOf([uid], options).map((one) => {
      const cell = (known: Dashboards, mark: string): string =>
        known.has(uid) ? `![${mark}](${fileName(one, `-${mark}`)})` : "not there";
      return `| ${cell(before, "before")} | ${cell(after, "after")} |`;
    });
    const name = (after.get(uid) ?? before.get(uid))?.title ?? uid;
    return `## ${name}\n\n| before (${title}) | after |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  return `# Dashboards that look different\n\n${parts.join("\n")}`;
}
