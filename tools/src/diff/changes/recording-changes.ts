import { toYaml } from "@monitoring/collection";
import type { Description, Revision } from "../description.ts";
import { pair } from "../pair.ts";
import type { DescribedRecording } from "../read/rules.ts";
import { diffBlock } from "../text/line-diff.ts";
import { block, code, listed } from "../text/markdown.ts";
import { changeOf, type Change, type Fact } from "./change.ts";
import { inLines, metricsIn } from "./expression-change.ts";
import { durationFacts } from "./told-facts.ts";

/** So many readers of a recording are named. */
const named = 6;

/** What becomes different about what rules compute, and which alerts that reaches. */
export function recordingChanges({ before, after }: Revision): readonly Change[] {
  const { removed, added, kept } = pair(before.recordings, after.recordings, ({ name }) => name);
  const told = (description: Description, { name }: DescribedRecording): string => {
    const alerts = alertsReading(description, name);
    if (alerts.length === 0) return "";
    return `; ${listed(alerts.map(code), named)} ${alerts.length === 1 ? "reads" : "read"} it`;
  };
  const changes = [
    ...removed.flatMap((recording) => {
      const stillRead = alertsReading(after, recording.name).length > 0;
      const says = `is no longer computed${told(stillRead ? after : before, recording)}`;
      return changeOf(code(recording.name), [{ risk: stillRead ? "untold" : "measured", says }], {
        detail: diffBlock(inFull(recording), ""),
      });
    }),
    ...kept.flatMap(([old, young]) => {
      const read = alertsReading(after, young.name).length > 0;
      return changeOf(code(young.name), recordingFacts(old, young, told(after, young), read), {
        detail: diffBlock(inFull(old), inFull(young)),
      });
    }),
  ];
  return [...changes, ...newRecordings(added)];
}

function recordingFacts(
  old: DescribedRecording,
  young: DescribedRecording,
  readers: string,
  isRead: boolean,
): readonly Fact[] {
  const isOther = inLines(old.expr) !== inLines(young.expr) || !sameLabels(old, young);
  return [
    ...(isOther
      ? [{ risk: isRead ? "unclear" : "measured", says: `is computed in another way${readers}` } as const]
      : []),
    ...durationFacts(old.interval || "1m", young.interval || "1m").map(({ risk, says }): Fact => ({
      risk: risk === "later" && isRead ? "later" : "measured",
      says: `is computed every ${says}${readers}`,
    })),
  ];
}

/** Nobody is woken by a metric that is new: all of them are one change. */
function newRecordings(added: readonly DescribedRecording[]): readonly Change[] {
  if (added.length === 0) return [];
  const verb =
    added.length === 1 ? "is a new metric that rules compute" : "are new metrics that rules compute";
  return changeOf(
    listed(
      added.map(({ name }) => code(name)),
      named,
    ),
    [{ risk: "measured", says: verb }],
    {
      detail: block("yaml", added.map(inFull).join("\n\n")),
    },
  );
}

/** The alerts that read a recording, itself or through others. */
export function alertsReading(description: Description, recording: string): readonly string[] {
  const found = new Set([recording]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const { name, expr } of description.recordings) {
      if (metricsIn(expr).some((metric) => found.has(metric))) found.add(name);
    }
  }
  const readers = description.alerts.filter(({ expr }) =>
    metricsIn(expr).some((metric) => found.has(metric)),
  );
  return [...new Set(readers.map(({ name }) => name))];
}

function sameLabels(one: DescribedRecording, other: DescribedRecording): boolean {
  return toYaml(one.labels) === toYaml(other.labels);
}

function inFull({ name, expr, interval, labels }: DescribedRecording): string {
  return toYaml({
    record: name,
    expr: inLines(expr),
    ...(interval !== "" && { interval }),
    ...(Object.keys(labels).length > 0 && { labels }),
  }).trimEnd();
}
