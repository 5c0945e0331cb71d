import { channels, hasAmpReceiver, hasReceiver, routingProblems } from "@monitoring/alerting";
import { ampDefinitionMistakes, everyAlert } from "./alerting-files.ts";
import { ampReceivers, exampleArns } from "./amp-receivers.ts";
import type { StackName } from "./artefacts.ts";
import { catalogueProblems } from "./catalogue.ts";
import { keyProblem, type Config, type Problem } from "./config.ts";
import { onPlatform } from "./on-platform.ts";
import { resolveReceivers } from "./receivers.ts";
import { resolveDestinations } from "./shipping/destinations.ts";

/** What to write in prod instead of a receiver of dev. */
const instead = {
  email:
    "sends no e-mail itself; write the mailboxes into monitoring:amp.email, which an SNS topic brings it to",
  slack:
    "has no Slack; write the ids of workspace and channel into monitoring:amp.slack, which an SNS topic and Amazon Q " +
    "Developer bring it to",
  pagerduty:
    "reads PagerDuty's key from Secrets Manager alone; write monitoring:amp.pagerduty: {}, which keeps the secret pagerdutyRoutingKey there",
  webhook: "calls no address itself; write monitoring:amp.webhook: {}, which an SNS topic brings it to",
  heartbeat: "calls no address itself; write monitoring:amp.heartbeat: {}, which an SNS topic brings it to",
} as const;

/** Every mistake that a configuration is only for one of the stacks. */
export function stackProblems(stack: StackName, config: Config): readonly Problem[] {
  return [
    ...catalogueProblems(config.catalogue).map((message) => ({ key: "", message })),
    ...{ dev: devProblems, prod: prodProblems }[stack](onPlatform(stack, config)),
  ];
}

function devProblems(config: Config): readonly Problem[] {
  const set = channels.filter((channel) => config.amp[channel] !== undefined);
  return [
    ...set.map((channel) =>
      keyProblem(
        `amp.${channel}`,
        `is for the prod stack; here it is monitoring:receivers.${channel}, or nothing for the local inbox`,
      ),
    ),
    ...routingProblems(everyAlert(config), hasReceiver(resolveReceivers(config).receivers)).map(
      about("receivers"),
    ),
  ];
}

function prodProblems(config: Config): readonly Problem[] {
  const set = channels.filter((channel) => config.receivers[channel] !== undefined);
  const reached = hasAmpReceiver(ampReceivers(config, exampleArns(config)));
  return [
    ...missing(config),
    ...set.map((channel) =>
      keyProblem(`receivers.${channel}`, `is for the dev stack: AMP ${instead[channel]}`),
    ),
    ...routingProblems(everyAlert(config), reached).map(about("amp")),
    ...ampDefinitionMistakes(config).map(about("amp")),
    ...unsent(config),
  ];
}

/** What has no default, because nobody can guess it. */
function missing({ aws, grafanaUrl }: Config): readonly Problem[] {
  return [
    ...(aws.region === undefined
      ? [keyProblem("aws.region", "is not set; give the region of AWS to deploy to, e.g. eu-central-1")]
      : []),
    ...(grafanaUrl === undefined
      ? [
          keyProblem(
            "grafanaUrl",
            "is not set; give the address of the Grafana server that gets the dashboards, e.g. https://grafana.example.com",
          ),
        ]
      : []),
  ];
}

/** What no part of prod would send must not look as if it were sent. */
function unsent(config: Config): readonly Problem[] {
  return resolveDestinations(config).destinations.map(({ name }) =>
    keyProblem(
      `remoteWrite.${name}`,
      "is for the dev stack: prod keeps its samples in its own AMP workspace, and its collectors send nowhere else; " +
        "remove it, or write kind: datadog",
    ),
  );
}

const about =
  (key: string) =>
  (sentence: string): Problem => ({ key, message: `monitoring:${key}: ${sentence}` });
