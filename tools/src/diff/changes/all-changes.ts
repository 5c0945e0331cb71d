import type { Revision } from "../description.ts";
import { alertChanges } from "./alert-changes.ts";
import { boundChanges } from "./bound-changes.ts";
import type { Change } from "./change.ts";
import { costChanges } from "./cost-changes.ts";
import { dashboardChanges } from "./dashboard-changes.ts";
import { jobChanges } from "./job-changes.ts";
import { objectiveChanges } from "./objective-changes.ts";
import { recordingChanges } from "./recording-changes.ts";
import { restChanges } from "./rest-changes.ts";
import { routingChanges } from "./routing-changes.ts";
import { settingChanges } from "./setting-changes.ts";

const kinds: readonly ((revision: Revision) => readonly Change[])[] = [
  alertChanges,
  routingChanges,
  boundChanges,
  objectiveChanges,
  recordingChanges,
  jobChanges,
  settingChanges,
  costChanges,
  dashboardChanges,
  restChanges,
];

/** Everything that becomes different for people in a stack. */
export function allChanges(revision: Revision): readonly Change[] {
  return kinds.flatMap((changes) => changes(revision));
}
