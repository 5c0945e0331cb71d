import { availableParallelism } from "node:os";
import { compileAlertmanager, hasReceiver, heldBack, type Alert } from "@monitoring/alerting";
import { equivalence, policyMutants, type Policy, type PolicyMutant } from "@monitoring/alerting/mutation";
import { toYaml } from "@monitoring/collection";
import {
  alertmanagerFiles,
  checkConfig,
  everyAlert,
  resolveReceivers,
  secretsFolder,
} from "@monitoring/stacks";
import { startAlertmanager, waitFor } from "../live/alertmanager.ts";
import { posted, tellingPairs } from "../live/live-table.ts";
import { UserError } from "../user-error.ts";
import type { Fate } from "./fate.ts";
import { expectedView, firstDifference, policyView } from "./policy-view.ts";

// With everything that a configuration may add: a webhook, and nights without warnings.
const { config } = checkConfig({
  receivers: { webhook: {} },
  muteTimes: { nights: { times: ["22:00-06:00"] } },
});

const { receivers } = resolveReceivers(config);

/** The policy of the dev stack without what drills add to it, its mutants, and the files of an Alertmanager that has it. */
export function policyCandidates() {
  const { muteTimes } = config;
  const policy = compileAlertmanager({
    alerts: beyondSeverity(everyAlert(config)),
    receivers,
    muteTimes,
    secretsFolder,
  }) as Policy;
  return {
    files: { ...alertmanagerFiles(config), "alertmanager.yml": toYaml(policy) },
    mutants: policyMutants(policy),
  };
}

/**
 * Has an Alertmanager read each mutant of the policy, with every pair of alerts posted to it, and compares what it does
 * with the table of who is told of what.
 * @throws when an Alertmanager refuses one, which would prove nothing
 */
export async function mutatePolicy(
  alertmanager: string,
  { files, mutants }: ReturnType<typeof policyCandidates>,
  report: (note: string) => void,
): Promise<readonly Fate[]> {
  const alerts = [...everyAlert(config), ...strangers()];
  const expected = expectedView(alerts, hasReceiver(receivers));
  const fates = new Map<PolicyMutant, Fate>();
  const left = [...mutants];
  const work = async (): Promise<void> => {
    // It decides who would be told, and tells nobody.
    const live = await startAlertmanager(alertmanager, files, { args: ["--dispatch.start-delay=1h"] });
    try {
      // They outlive the run.
      const endsAt = new Date(Date.now() + 3_600_000).toISOString();
      await live.post(posted(alerts, tellingPairs(alerts)).map((alert) => ({ ...alert, endsAt })));
      const difference = async (): Promise<string | undefined> =>
        firstDifference(expected, await policyView(live, alerts));
      // Inhibition takes effect a moment after the alerts are in; a reload waits for it.
      await waitFor("the table", 30, async () =>
        (await difference()) === undefined ? true : undefined,
      ).catch(async () => {
        throw new UserError(
          `without any mutant the policy is another than the table: ${(await difference()) ?? ""}`,
        );
      });
      for (let mutant = left.shift(); mutant; mutant = left.shift()) {
        await live.reload({ "alertmanager.yml": toYaml(mutant.mutated) });
        fates.set(mutant, fate(mutant, await difference()));
        report(`${fates.size} of ${mutants.length} of the policy`);
      }
    } finally {
      await live.stop();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return mutants.flatMap((mutant) => fates.get(mutant) ?? []);
}

function fate({ of, kind, change }: PolicyMutant, killedBy: string | undefined): Fate {
  const equivalent = equivalence({ rule: of, change });
  return {
    of,
    kind,
    change,
    ...(killedBy !== undefined && { killedBy }),
    ...(equivalent !== undefined && { equivalent }),
  };
}

/**
 * The alerts without what their rows name though the severity holds them back as well: of two rules that say the same,
 * a wrong one makes no difference.
 */
function beyondSeverity(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.map((alert) => {
    const bySeverity = heldBack({ ...alert, inhibitedBy: [] }, alerts).map(({ by }) => by);
    return { ...alert, inhibitedBy: (alert.inhibitedBy ?? []).filter((by) => !bySeverity.includes(by)) };
  });
}

/** Alerts of somebody's own rules, which say no service. */
function strangers(): readonly Alert[] {
  const [like] = everyAlert(config);
  if (!like) return [];
  return (["critical", "high", "warning"] as const).map((severity) => ({
    ...like,
    name: `Own-${severity}`,
    severity,
    inhibitedBy: [],
    fires: [{ ...like.fires[0], labels: {} }],
  }));
}
