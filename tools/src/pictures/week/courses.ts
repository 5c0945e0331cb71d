import type { StackSeries } from "../../record/recorded-stack.ts";
import { databaseCourses } from "./database-courses.ts";
import { machineCourses } from "./machine-courses.ts";
import { monitoringCourses } from "./monitoring-courses.ts";
import { serverCourses } from "./server-courses.ts";
import { wander } from "./time.ts";

/** What a course is told about its series. */
export interface Known {
  readonly labels: StackSeries["labels"];
  /** What was recorded of it. */
  readonly recorded: number;
}

/** A gauge's value at a time, or how much a counter grows in a second then. Time in seconds since 1970. */
export type Course = (at: number, known: Known) => number;

/** Courses by metric. */
export type Courses = Readonly<Record<string, Course>>;

const table: Courses = { ...serverCourses, ...databaseCourses, ...machineCourses, ...monitoringCourses };

// The recording was made that long after the stack had started.
const recordedAfter = 760;

/** The course of a series: as its row says, else as it was recorded, a little unsteady where it is not a count of few. */
export function courseOf({ name, labels, value, kind }: StackSeries): (at: number) => number {
  const course = table[name];
  const known: Known = { labels, recorded: value };
  if (course) return (at) => course(at, known);
  if (kind === "clock") return (at) => at;
  const id = `${name}${JSON.stringify(labels)}`;
  if (kind === "counter") return (at) => (value / recordedAfter) * wander(id, at, 0.2, 600);
  const steady = Number.isInteger(value) && Math.abs(value) < 100;
  return steady ? () => value : (at) => value * wander(id, at, 0.05, 900);
}
