import type { Revision } from "../description.ts";
import { pair } from "../pair.ts";
import type { DescribedDashboard, DescribedPanel } from "../read/dashboards.ts";
import { diffBlock } from "../text/line-diff.ts";
import { code, count, listed } from "../text/markdown.ts";
import { changeOf, type Change, type Fact } from "./change.ts";

/** So many panels are named in a sentence. */
const named = 4;

/** What becomes different about dashboards. */
export function dashboardChanges({ before, after }: Revision): readonly Change[] {
  const { removed, added, kept } = pair(before.dashboards, after.dashboards, ({ uid }) => uid);
  return [
    ...removed.flatMap((dashboard) =>
      changeOf(subject(dashboard), [{ risk: "shown", says: `is gone, with ${panelsOf(dashboard)}` }]),
    ),
    ...added.flatMap((dashboard) =>
      changeOf(subject(dashboard), [{ risk: "shown", says: `is new, with ${panelsOf(dashboard)}` }], {
        detail: dashboard.panels.map(({ title }) => `- ${code(title)}`).join("\n"),
      }),
    ),
    ...kept.flatMap(([old, young]) => keptDashboard(old, young)),
  ];
}

function keptDashboard(old: DescribedDashboard, young: DescribedDashboard): readonly Change[] {
  const panels = pair(old.panels, young.panels, ({ title }) => title);
  const renamed = panels.removed.flatMap((gone) => {
    const now = panels.added.find((one) => gone.queries.length > 0 && same(gone, one, "queries"));
    return now ? [[gone, now] as const] : [];
  });
  const isRenamed = (panel: DescribedPanel): boolean => renamed.some((both) => both.includes(panel));
  const asks = panels.kept.filter(([a, b]) => !same(a, b, "queries"));
  const looks = panels.kept.filter(
    ([a, b]) => same(a, b, "queries") && !(same(a, b, "settings") && same(a, b, "type")),
  );
  const moved = panels.kept.filter(([a, b]) => !same(a, b, "place"));
  const variables = pair(old.variables, young.variables, (name) => name);
  const facts = [
    fact(
      panels.removed.filter((panel) => !isRenamed(panel)),
      (names) => `loses ${names}`,
    ),
    fact(
      panels.added.filter((panel) => !isRenamed(panel)),
      (names) => `gains ${names}`,
    ),
    ...renamed.map(([a, b]) => shown(`calls ${code(a.title)} ${code(b.title)}`)),
    fact(
      asks.map(([, panel]) => panel),
      (names) => `asks otherwise in ${names}`,
    ),
    fact(
      looks.map(([, panel]) => panel),
      (names) => `draws ${names} differently`,
    ),
    ...(moved.length > 0 ? [shown(`has ${count(moved.length, "panel")} in another place`)] : []),
    ...(old.title === young.title ? [] : [shown(`was called ${code(old.title)}`)]),
    ...(old.folder === young.folder
      ? []
      : [shown(`moves from folder ${code(old.folder)} to ${code(young.folder)}`)]),
    ...variables.removed.map((name) => shown(`can no longer be filtered by ${code(name)}`)),
    ...variables.added.map((name) => shown(`can be filtered by ${code(name)}`)),
    ...(old.settings === young.settings || variables.removed.length + variables.added.length > 0
      ? []
      : [shown("has other settings")]),
  ].filter((one) => one !== undefined);
  return changeOf(subject(young), facts, { detail: detail(old, young, [...asks, ...looks]) });
}

function detail(
  old: DescribedDashboard,
  young: DescribedDashboard,
  changed: readonly (readonly [DescribedPanel, DescribedPanel])[],
): string {
  const panels = changed.map(([a, b]) => `${code(b.title)}:\n\n${diffBlock(panelInFull(a), panelInFull(b))}`);
  const settings =
    old.settings === young.settings ? [] : [`Settings:\n\n${diffBlock(old.settings, young.settings)}`];
  return [...panels, ...settings].join("\n\n");
}

function panelInFull({ type, queries, settings }: DescribedPanel): string {
  return [`type: ${type}`, ...queries.map((query) => `query: ${query}`), settings].join("\n");
}

function fact(panels: readonly DescribedPanel[], says: (names: string) => string): Fact | undefined {
  if (panels.length === 0) return undefined;
  const names = listed(
    panels.map(({ title }) => code(title)),
    named,
  );
  return shown(says(`panel${panels.length === 1 ? "" : "s"} ${names}`));
}

function shown(says: string): Fact {
  return { risk: "shown", says };
}

function same(one: DescribedPanel, other: DescribedPanel, what: keyof DescribedPanel): boolean {
  return JSON.stringify(one[what]) === JSON.stringify(other[what]);
}

function subject({ title }: DescribedDashboard): string {
  return `Dashboard ${code(title)}`;
}

function panelsOf({ panels }: DescribedDashboard): string {
  return count(panels.length, "panel");
}
