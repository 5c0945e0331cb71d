import { nearest } from "@monitoring/collection";
import type { Found } from "../finding.ts";
import { listAt, scalarAt, scalarsAt, textAt, type Item, type ScalarItem } from "../item.ts";
import { allRoutes, routeTree } from "../route-tree.ts";
import { repeated } from "./rules.ts";
import type { FileCheck } from "./subject.ts";

const weekdays = "sunday monday tuesday wednesday thursday friday saturday".split(" ");
const months = "january february march april may june july august september october november december".split(
  " ",
);
const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Checks of the times at which routes are muted or active. */
export const timeIntervalChecks: readonly FileCheck[] = [
  {
    id: "undefined-interval",
    severity: "error",
    what: "a route that is muted or active at times that nobody defined",
    find: ({ root }) => {
      const names = intervals(root).map(({ name }) => name);
      return uses(root)
        .filter(({ text }) => !names.includes(text))
        .map(({ text, line }) => {
          const meant = nearest(text, names);
          return {
            line,
            reason: `there is no time interval "${text}"`,
            remedy: meant ? `did you mean "${meant}"?` : "define it in time_intervals",
          };
        });
    },
  },
  {
    id: "duplicate-interval",
    severity: "error",
    what: "two time intervals of one name",
    find: ({ root }) =>
      repeated(intervals(root), ({ name }) => name).map(([again, first]) => ({
        line: again.line,
        reason: `there is a time interval "${again.name}" already, in line ${first.line}`,
        remedy: "give it another name",
      })),
  },
  {
    id: "unused-interval",
    severity: "warning",
    what: "a time interval that no route uses",
    find: ({ root }) => {
      const used = new Set(uses(root).map(({ text }) => text));
      return intervals(root)
        .filter(({ name }) => !used.has(name))
        .map(({ name, line }) => ({
          line,
          reason: `no route uses the time interval "${name}"`,
          remedy: "use it, or delete it",
        }));
    },
  },
  {
    id: "never-active",
    severity: "error",
    what: "times that are none, or never come: 18:00 to 08:00, 31 February",
    find: ({ root }) =>
      intervals(root).flatMap(({ name, line, item }) => {
        const parts = listAt(item, "time_intervals");
        if (parts.length === 0) {
          return [
            {
              line,
              reason: `the time interval "${name}" holds no time: it never comes`,
              remedy: "add weekdays, times, ...",
            },
          ];
        }
        return parts.flatMap(partMistakes);
      }),
  },
];

interface Interval {
  readonly name: string;
  readonly line: number;
  readonly item: Item;
}

function intervals(root: Item): readonly Interval[] {
  return ["time_intervals", "mute_time_intervals"].flatMap((key) =>
    listAt(root, key).map((item) => ({
      name: textAt(item, "name") ?? "",
      line: scalarAt(item, "name")?.line ?? item.line,
      item,
    })),
  );
}

function uses(root: Item): readonly ScalarItem[] {
  return allRoutes(routeTree(root)).flatMap(({ item }) => [
    ...scalarsAt(item, "mute_time_intervals"),
    ...scalarsAt(item, "active_time_intervals"),
  ]);
}

function partMistakes(part: Item): readonly Found[] {
  const days = scalarsAt(part, "days_of_month").map((item) => ({ item, range: dayRange(item.text) }));
  const named = scalarsAt(part, "months").map((item) => ({ item, range: nameRange(item.text, months, 1) }));
  return [
    ...listAt(part, "times").flatMap(timeMistakes),
    ...scalarsAt(part, "weekdays").flatMap((item) =>
      rangeMistake(item, nameRange(item.text, weekdays, 0), "weekday", "monday:friday"),
    ),
    ...named.flatMap(({ item, range }) => rangeMistake(item, range, "month", "january:march or 1:3")),
    ...days.flatMap(({ item, range }) =>
      rangeMistake(item, range, "day of the month", "1:15, or -1 for the last day"),
    ),
    ...scalarsAt(part, "years").flatMap((item) =>
      rangeMistake(item, numberRange(item.text), "year", "2030:2031"),
    ),
    ...impossibleDay(days, named),
  ];
}

type Range = readonly [number, number] | undefined;

function numberRange(text: string): Range {
  const match = /^\s*(-?\d+)\s*(?::\s*(-?\d+)\s*)?$/.exec(text);
  return match ? [Number(match[1]), Number(match[2] ?? match[1])] : undefined;
}

function nameRange(text: string, names: readonly string[], base: number): Range {
  const numbers = base === 1 ? numberRange(text) : undefined;
  if (numbers) return numbers[0] >= 1 && numbers[1] <= names.length ? numbers : undefined;
  const [from = "", to = from] = text
    .toLowerCase()
    .split(":")
    .map((word) => word.trim());
  const [low, high] = [names.indexOf(from), names.indexOf(to)];
  return low === -1 || high === -1 ? undefined : [low + base, high + base];
}

function dayRange(text: string): Range {
  const range = numberRange(text);
  if (!range || range.some((day) => day === 0 || Math.abs(day) > 31)) return undefined;
  // From the end counted days come after those counted from the start, in a month of 31.
  const place = (day: number): number => (day < 0 ? 32 + day : day);
  return range[0] < 0 && range[1] > 0 ? undefined : [place(range[0]), place(range[1])];
}

function rangeMistake(item: ScalarItem, range: Range, what: string, example: string): readonly Found[] {
  if (range === undefined)
    return [
      {
        line: item.line,
        reason: `"${item.text}" is no ${what} or range of them`,
        remedy: `write ${example}`,
      },
    ];
  return range[0] > range[1]
    ? [
        {
          line: item.line,
          reason: `"${item.text}" ends before it begins`,
          remedy: "write two ranges, up to the end and from the start",
        },
      ]
    : [];
}

function impossibleDay(
  days: readonly { item: ScalarItem; range: Range }[],
  named: readonly { range: Range }[],
): readonly Found[] {
  const longest = Math.max(
    ...named.flatMap(({ range }) => (range ? monthDays.slice(range[0] - 1, range[1]) : [31])),
    named.length === 0 ? 31 : 0,
  );
  return days
    .filter(({ item, range }) => range && !item.text.includes("-") && range[0] > longest)
    .map(({ item }) => ({
      line: item.line,
      reason: `no month of these has a day ${item.text}: it never comes`,
      remedy: "mend days_of_month or months",
    }));
}

function timeMistakes(time: Item): readonly Found[] {
  const found: Found[] = [];
  const [start, end] = ["start_time", "end_time"].map((key) => scalarAt(time, key));
  for (const item of [start, end]) {
    if (item && minutes(item) === undefined)
      found.push({
        line: item.line,
        reason: `"${item.text}" is no time of day`,
        remedy: "write 08:00, at most 24:00",
      });
  }
  const [from, to] = [start && minutes(start), end && minutes(end)];
  if (start && from !== undefined && to !== undefined && from >= to) {
    found.push({
      line: start.line,
      reason: `from ${start.text} to ${end?.text ?? ""} nothing passes: it ends before it begins`,
      remedy: "write two times: to 24:00, and from 00:00",
    });
  }
  return found;
}

function minutes({ text }: ScalarItem): number | undefined {
  const match = /^(\d\d?):(\d\d)$/.exec(text);
  const total = match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
  return total <= 24 * 60 && Number(match?.[2]) < 60 ? total : undefined;
}
