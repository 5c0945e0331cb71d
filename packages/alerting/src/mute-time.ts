/** Days as Alertmanager writes them, the first of the week first. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** A day of the week. */
export type Weekday = (typeof weekdays)[number];

/** When warnings tell nobody. Times are UTC, because AMP knows no other. */
export interface MuteTime {
  /** Days on which a range begins. @default every day */
  readonly weekdays?: readonly Weekday[];
  /** Ranges `22:00-06:00`; one that ends before it begins ends on the next day. @default the whole day */
  readonly times?: readonly string[];
}

/** Mute times by name. */
export type MuteTimes = Readonly<Record<string, MuteTime>>;

interface Interval {
  readonly weekdays?: readonly Weekday[];
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
}

/** Alertmanager's named intervals. */
export function compileMuteTimes(muteTimes: MuteTimes): readonly object[] {
  return Object.entries(muteTimes).map(([name, mute]) => ({ name, time_intervals: intervals(mute) }));
}

function intervals({ weekdays: days, times }: MuteTime): readonly Interval[] {
  if (times === undefined) return [{ ...(days && { weekdays: days }) }];
  return times.flatMap((range) => {
    const [start = "", end = ""] = range.split("-");
    // Alertmanager refuses a range over midnight.
    return start < end
      ? [interval(days, start, end)]
      : [
          interval(days, start, "24:00"),
          ...(end === "00:00" ? [] : [interval(days?.map(nextDay), "00:00", end)]),
        ];
  });
}

function interval(days: readonly Weekday[] | undefined, start_time: string, end_time: string): Interval {
  return { ...(days && { weekdays: days }), times: [{ start_time, end_time }] };
}

function nextDay(day: Weekday): Weekday {
  return weekdays[(weekdays.indexOf(day) + 1) % weekdays.length] ?? day;
}
