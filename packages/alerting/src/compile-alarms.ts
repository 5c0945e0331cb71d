import type { AlarmRow } from "./alarm.ts";
import { ampAlarms, type WatchedWorkspace } from "./alarms/amp.ts";
import { hostAlarms, type Hosts } from "./alarms/hosts.ts";
import type { Alert } from "./alert.ts";

/** What alarms are made from. */
export interface AlarmInput {
  /** Begins every name, so that two stacks in an account have their own. */
  readonly prefix: string;
  /** The alerts as they are tuned, those among them that cannot work on AWS. */
  readonly alerts: readonly Alert[];
  readonly workspace: WatchedWorkspace;
  readonly hosts: Hosts;
  /** Folder of the runbooks, without a final slash. */
  readonly runbookBaseUrl: string;
}

/** Every alarm of a stack, by its name in the account and with a link to the runbook of what it stands for. */
export function compileAlarms(input: AlarmInput): readonly AlarmRow[] {
  const { prefix, alerts, runbookBaseUrl } = input;
  const exists = (name: string): boolean => alerts.some((alert) => alert.name === name);
  return [...ampAlarms(input.workspace), ...hostAlarms(input.hosts, alerts)]
    .filter(({ standsFor }) => standsFor.length === 0 || standsFor.some(exists))
    .map((row) => {
      const [runbook] = row.standsFor.filter(exists);
      return {
        ...row,
        name: `${prefix}-${row.name}`,
        description:
          runbook === undefined ? row.description : `${row.description} ${runbookBaseUrl}/${runbook}.md`,
      };
    });
}
