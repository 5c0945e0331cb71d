import type { Description, Revision } from "../description.ts";
import { pair } from "../pair.ts";
import type { DescribedJob, DescribedTarget } from "../read/scrapes.ts";
import { readersOf } from "../readers-of.ts";
import { diffBlock } from "../text/line-diff.ts";
import { code, listed } from "../text/markdown.ts";
import { changeOf, type Change, type Fact } from "./change.ts";
import { durationFacts } from "./told-facts.ts";

/** So many targets, and so many alerts that read them, are named. */
const named = 6;

/** What becomes different about what Prometheus asks. */
export function jobChanges({ before, after }: Revision): readonly Change[] {
  const { removed, added, kept } = pair(before.jobs, after.jobs, ({ name }) => name);
  return [
    ...removed.flatMap((job) =>
      changeOf(subject(job), lostFacts("**is no longer asked**:", job.targets, before)),
    ),
    ...added.flatMap((job) =>
      changeOf(subject(job), [
        { risk: "measured", says: `is new, every ${job.interval}: ${targets(job.targets)}` },
      ]),
    ),
    ...kept.flatMap(([old, young]) => keptJob(old, young, before)),
    ...intervalChanges(kept, before),
  ];
}

function keptJob(old: DescribedJob, young: DescribedJob, before: Description): readonly Change[] {
  const { removed, added } = pair(
    old.targets,
    young.targets,
    ({ service, address }) => `${service} ${address}`,
  );
  const isIn = (list: readonly DescribedTarget[], { service }: DescribedTarget): boolean =>
    list.some((target) => target.service === service);
  const lost = removed.filter((target) => !isIn(young.targets, target));
  const moved = added.filter((target) => isIn(removed, target));
  const gained = added.filter((target) => !isIn(removed, target));
  const facts: readonly Fact[] = [
    ...lostFacts("**no longer watches**", lost, before),
    ...measured(moved, (list) => `asks another address: ${list}`),
    ...measured(gained, (list) => `also watches ${list}`),
    ...(old.settings === young.settings
      ? []
      : [{ risk: "measured", says: "is asked with other settings" } as const]),
  ];
  return changeOf(subject(young), facts, { detail: diffBlock(old.settings, young.settings) });
}

/** Jobs that are asked as often as each other, before and after, are told of together. */
function intervalChanges(
  kept: readonly (readonly [DescribedJob, DescribedJob])[],
  before: Description,
): readonly Change[] {
  const groups = Map.groupBy(kept, ([old, young]) => `${young.interval} instead of ${old.interval}`);
  return [...groups.values()].flatMap((group) => {
    const [[old, young] = []] = group;
    if (!old || !young) return [];
    const facts = durationFacts(old.interval, young.interval).map(({ risk, says }): Fact => ({
      risk: risk === "later" ? "later" : "measured",
      says: `is asked every ${says}${readers(
        before,
        group.flatMap(([job]) => job.targets),
      )}`,
    }));
    const names = group.map(([, job]) => code(job.name));
    const who =
      names.length === 1 ? `Scrape job ${names.join("")}` : `Each of the scrape jobs ${listed(names)}`;
    return changeOf(who, facts);
  });
}

function lostFacts(what: string, lost: readonly DescribedTarget[], before: Description): readonly Fact[] {
  if (lost.length === 0) return [];
  return [{ risk: "untold", says: `${what} ${targets(lost)}${readers(before, lost)}` }];
}

function measured(list: readonly DescribedTarget[], says: (names: string) => string): readonly Fact[] {
  return list.length === 0 ? [] : [{ risk: "measured", says: says(targets(list)) }];
}

/** The alerts that read what targets bring, as the end of a sentence. */
function readers(description: Description, list: readonly DescribedTarget[]): string {
  const alerts = readersOf(description, list);
  if (alerts.length === 0) return "";
  return `; ${listed(alerts.map(code), named)} ${alerts.length === 1 ? "reads" : "read"} it`;
}

function subject({ name }: DescribedJob): string {
  return `Scrape job ${code(name)}`;
}

function targets(list: readonly DescribedTarget[]): string {
  const names = list.map(({ service, address }) =>
    service === address ? code(address) : `${code(service)} at ${code(address)}`,
  );
  return listed(names, named);
}
