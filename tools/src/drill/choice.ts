import { channels, hasReceiver } from "@monitoring/alerting";
import { nearest } from "@monitoring/collection";
import { inboxChannels, resolveReceivers, type Config } from "@monitoring/stacks";
import { UserError } from "../user-error.ts";
import type { Drill, Plan } from "./plan.ts";

/** What a drill breaks has to be there to be broken. */
export function refuseOwnServer({ demo }: Config): void {
  if (demo !== false) return;
  throw new UserError(
    "a drill breaks the demo's server and databases, and this stack watches your own; hold it on a stack where " +
      "monitoring:demo is not false",
  );
}

/** A drill's alerts are real: they must not wake anybody. */
export function refuseRealReceivers(config: Config): void {
  const local = inboxChannels(config);
  const people = channels
    .filter(hasReceiver(resolveReceivers(config).receivers))
    .filter((channel) => channel !== "heartbeat" && !local.includes(channel));
  if (people.length === 0) return;
  throw new UserError(
    `a drill sends real alerts, and ${people.join(", ")} would reach people instead of the local inbox; hold it on a ` +
      "stack without receivers of its own, and try these with: npm run drill -- --receivers",
  );
}

/** The drills of the alerts that are named, or all. @throws UserError if one has none */
export function chosenDrills(names: readonly string[], plan: Plan): readonly Drill[] {
  const known = plan.drills.map(({ alert }) => alert);
  for (const name of names.filter((one) => !known.includes(one))) {
    const reason = plan.undrilled.find(({ alert }) => alert === name);
    if (reason) throw new UserError(`${name} is not drilled: ${reason.why}`);
    const meant = nearest(name, known);
    throw new UserError(
      `there is no alert ${name} to drill; ${meant ? `did you mean ${meant}?` : "docs/drill.md lists them"}`,
    );
  }
  return names.length === 0 ? plan.drills : plan.drills.filter(({ alert }) => names.includes(alert));
}
