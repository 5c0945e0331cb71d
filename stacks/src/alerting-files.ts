import {
  alertsOf,
  ampDefinitionProblems,
  compileAlertmanager,
  compileAmp,
  compileMessages,
  compileReceiverDrill,
  hasReceiver,
  messagesFile,
  routingPage,
  routingTable,
  tune,
  type Alert,
  type Channel,
} from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { ampReceivers, exampleArns, type AmpArns } from "./amp-receivers.ts";
import type { Config } from "./config.ts";
import { devLinks, prodLinks } from "./message-links.ts";
import { resolveReceivers } from "./receivers.ts";

/** Folder of the receivers' secret files in Alertmanager's container. */
export const secretsFolder = "/etc/alertmanager-secrets";

/** Every alert of a configuration's catalogue in its order, without those that it switches off. */
export function everyAlert({ alerts, catalogue }: Pick<Config, "alerts" | "catalogue">): readonly Alert[] {
  return alertsOf(tune(catalogue.rules, alerts));
}

/** Alertmanager's files by path: alertmanager.yml and the texts of its messages. */
export function alertmanagerFiles(config: Config): Readonly<Record<string, string>> {
  const { receivers } = resolveReceivers(config);
  const { muteTimes } = config;
  return {
    "alertmanager.yml": toYaml(
      compileAlertmanager({
        alerts: everyAlert(config),
        receivers,
        muteTimes,
        secretsFolder,
        drills: true,
      }),
    ),
    [messagesFile]: compileMessages(devLinks(config)),
  };
}

/** The files of an Alertmanager that only tries receivers. */
export function receiverDrillFiles(
  config: Config,
  channels: readonly Channel[],
): Readonly<Record<string, string>> {
  const { receivers } = resolveReceivers(config);
  return {
    "alertmanager.yml": toYaml(compileReceiverDrill(channels, { receivers, secretsFolder })),
    [messagesFile]: compileMessages(devLinks(config)),
  };
}

/** AMP's alert manager definition. Without AWS's answer, topics are those of an example account. */
export function ampDefinition(config: Config, arns: AmpArns = exampleArns(config)): string {
  return compileAmp({
    alerts: everyAlert(config),
    receivers: ampReceivers(config, arns),
    muteTimes: config.muteTimes,
    messages: compileMessages(prodLinks(config)),
  });
}

/** What speaks against the definition, as sentences. */
export function ampDefinitionMistakes(config: Config): readonly string[] {
  return ampDefinitionProblems(ampDefinition(config), config.aws.account);
}

/** docs/routing.md: who is told of what where every receiver but the webhook is set up, as in dev without settings. */
export function routingDocument(config: Config): string {
  return routingPage(routingTable(everyAlert(config), hasReceiver(resolveReceivers(config).receivers)));
}
