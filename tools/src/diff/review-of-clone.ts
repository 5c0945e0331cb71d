import type { StackName } from "@monitoring/stacks";
import { step } from "../toolchain/index.ts";
import { askPrometheus } from "./backtest/ask-prometheus.ts";
import { backtest } from "./backtest/backtest.ts";
import { historyOf, type Ask } from "./backtest/history.ts";
import { allChanges } from "./changes/all-changes.ts";
import { describe } from "./describe.ts";
import type { Revision } from "./description.ts";
import {
  commonAncestor,
  renderRevision,
  resolveRevision,
  workingTree,
  type RevisionSource,
} from "./render-revision.ts";
import { review } from "./review.ts";

/** What is compared. */
export interface ReviewInput {
  /** The clone's folder. */
  readonly clone: string;
  readonly base: string;
  /** Undefined for the files as they lie in the clone. */
  readonly head: string | undefined;
  readonly stacks: readonly StackName[];
  /** Address of a Prometheus that is asked how often changed alerts would have fired. */
  readonly prometheus: string | undefined;
  readonly days: number;
}

/** What two revisions of a clone mean for people. @throws UserError where one of them does not render */
export async function reviewOfClone(input: ReviewInput): Promise<string> {
  const { clone, base, head, stacks, prometheus, days } = input;
  const ask = prometheus === undefined ? undefined : await askPrometheus(prometheus);
  const after =
    head === undefined ? { title: workingTree, commit: undefined } : await resolveRevision(clone, head);
  const before = await commonAncestor(clone, await resolveRevision(clone, base), after);
  const [old, young] = [await rendered(clone, before, stacks), await rendered(clone, after, stacks)];
  const revisions = stacks.map((stack) => ({
    before: describe(stack, old[stack]),
    after: describe(stack, young[stack]),
  }));
  const past = ask ? await pastOf(revisions, ask, days) : new Map<string, string>();
  return review(revisions, {
    base: before.title,
    head: after.title,
    command: `npm run diff -- ${base}${head === undefined ? "" : ` ${head}`}`,
    history: (alert) => past.get(alert),
  });
}

function rendered(clone: string, source: RevisionSource, stacks: readonly StackName[]) {
  const title = `rendering ${source.title.replaceAll("`", "")}`;
  return step(title, source.commit === undefined ? 5 : 20, () => renderRevision(clone, source, stacks));
}

/** How often the changed alerts would have fired, by name. */
async function pastOf(revisions: readonly Revision[], ask: Ask, days: number): Promise<Map<string, string>> {
  const past = new Map<string, string>();
  const changed = revisions.flatMap((revision) => allChanges(revision).flatMap(({ alert }) => alert ?? []));
  const to = Math.floor(Date.now() / 1000);
  const history = await historyOf(ask, { from: to - days * 86_400, to });
  for (const alert of new Set(changed)) {
    const text = await step(`looking back for ${alert}`, 0, () => backtest(alert, revisions, history));
    if (text !== undefined) past.set(alert, text);
  }
  return past;
}
