import { parseArgs } from "node:util";
import { channels, hasReceiver, type Channel } from "@monitoring/alerting";
import { browserUrl, isDuration, seconds } from "@monitoring/collection";
import {
  inboxChannels,
  nearest,
  receiverDrillFiles,
  resolveReceivers,
  type Config,
} from "@monitoring/stacks";
import { stackConfig } from "../care/stack-config.ts";
import { drillAlerts } from "../drill/drill-alerts.ts";
import { drillAlert, drillReceivers, type ReceiverOutcome } from "../drill/receiver-drill.ts";
import { startTrial, type Trial } from "../drill/trial-container.ts";
import { UserError } from "../user-error.ts";

const usage = "npm run drill -- [alert...], or npm run drill -- --receivers [name...] [--deadline 30s]";

/** Tries on the running stack what is otherwise only needed in an emergency. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args);
  if (!values.receivers) return drillAlerts(positionals, values.write);
  if (!isDuration(values.deadline)) {
    throw new UserError(`--deadline is "${values.deadline}"; it must be a duration such as 30s`);
  }
  return receivers(positionals, seconds(values.deadline));
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        receivers: { type: "boolean" },
        deadline: { type: "string", default: "30s" },
        write: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}. It is called as: ${usage}`);
  }
}

/** Sends a test to every receiver that is set up, and says what each answered. */
async function receivers(names: readonly string[], deadlineSeconds: number): Promise<number> {
  const { config, outdated } = stackConfig();
  if (outdated) say("warning: the settings have changed since the last npm run up; what runs is tried");
  const chosen = chosenChannels(names, config);
  const local = inboxChannels(config);
  const trial = await startTrial(
    config.namePrefix,
    receiverDrillFiles(config, chosen),
    browserUrl(config.bindAddress, config.ports.alertmanager || 0),
  );
  const end = (): void => void trial.stop().finally(() => process.exit(130));
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const receipt = await receiptAt(trial, local);
    const outcomes = await drillReceivers(trial, chosen, {
      deadlineSeconds,
      receipt,
      report: (outcome) => {
        say(line(outcome, config, local.includes(outcome.channel)));
      },
    });
    const failed = outcomes.filter(({ error }) => error !== undefined).length;
    say(
      failed === 0
        ? `all ${chosen.length} receivers were told`
        : `${failed} of ${chosen.length} receivers failed`,
    );
    return failed === 0 ? 0 : 1;
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    await trial.stop();
  }
}

function chosenChannels(names: readonly string[], config: Config): readonly Channel[] {
  const there = channels.filter(hasReceiver(resolveReceivers(config).receivers));
  const unknown = names.filter((name) => !there.some((channel) => channel === name));
  const [first] = unknown;
  if (first !== undefined) {
    const meant = nearest(first, there);
    throw new UserError(
      `there is no receiver ${unknown.join(", ")}; ${meant ? `did you mean ${meant}?` : `there are ${there.join(", ")}`}`,
    );
  }
  return names.length === 0 ? there : there.filter((channel) => names.includes(channel));
}

/** Looks into the local inbox, where that is the receiver. */
async function receiptAt(
  trial: Trial,
  local: readonly Channel[],
): Promise<(channel: Channel) => Promise<boolean | undefined>> {
  const since = new Date().toISOString();
  const beats = async (): Promise<number> =>
    (JSON.parse(await trial.fetch("http://inbox:8025/api/heartbeat")) as { readonly count: number }).count;
  const before = local.includes("heartbeat") ? await untilAnswered(beats) : 0;
  return async (channel) => {
    if (!local.includes(channel)) return undefined;
    if (channel === "heartbeat") return (await beats()) > before;
    const query = `channel=${channel}&alert=${drillAlert}&since=${since}`;
    const found = JSON.parse(
      await trial.fetch(`http://inbox:8025/api/messages?${query}`),
    ) as readonly unknown[];
    return found.length > 0;
  };
}

/** The first seconds of a container may pass before it can run anything. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 20; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0) throw new UserError(`the local inbox does not answer: ${(error as Error).message}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function line({ channel, seconds: took, error }: ReceiverOutcome, config: Config, local: boolean): string {
  const { receivers: to } = resolveReceivers(config);
  const where: Readonly<Record<Channel, string>> = {
    pagerduty: "PagerDuty",
    slack: `Slack, ${to.slack.channel}`,
    email: `${to.email.to} by ${to.email.smarthost}`,
    webhook: "the webhook",
    heartbeat: "the heartbeat's receiver",
  };
  const name = channel.padEnd(10);
  if (error !== undefined) return `${name} FAILED after ${took.toFixed(1)} s: ${error}`;
  return local
    ? `${name} arrived in the local inbox, in ${took.toFixed(1)} s`
    : `${name} was accepted by ${where[channel]}, in ${took.toFixed(1)} s; look whether it is there`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
