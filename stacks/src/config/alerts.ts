import { alertsOf, type Alert, type RuleGroup, type Tuning } from "@monitoring/alerting";
import type { z } from "zod";
import * as kinds from "./kinds.ts";

/** What may be said about each alert, by its name: only what its row has, so that a wrong key is found. */
export const alertTunings = (rules: readonly RuleGroup[]) =>
  kinds.mapping(
    Object.fromEntries(
      alertsOf(rules)
        // The heartbeat is how the loss of everything else is noticed.
        .filter(({ severity }) => severity !== "heartbeat")
        .map((alert) => [alert.name, tuning(alert).exactOptional()]),
    ),
  );

function tuning(alert: Alert): z.ZodType<Tuning> {
  const common = { enabled: kinds.flag.exactOptional(), for: kinds.duration.exactOptional() };
  return alert.threshold === undefined
    ? kinds.mapping(common)
    : kinds.mapping({ ...common, threshold: kinds.positive.exactOptional() });
}
