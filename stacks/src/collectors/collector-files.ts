import { compileAgent, toYaml } from "@monitoring/collection";
import {
  compileRemoteWrite,
  replicaLabels,
  replicas,
  type AmpDestination,
  type RelabelConfig,
  type Replica,
} from "@monitoring/remote-storage";
import { shippedSeries } from "../artefacts.ts";
import type { Config } from "../config.ts";
import type { CustomFiles } from "../custom-files.ts";
import { relabelling } from "../shipping/keep.ts";
import { ecsNames, probesExporter, watchedOnEcs } from "./on-ecs.ts";

/** The workspace that collectors send to. */
export interface CollectedInto {
  readonly region: string;
  /** Where samples are sent. */
  readonly url: string;
}

// Asked for by people, in Grafana's Explore: no row reads them. A task has a handful of each.
const ofTasks = '{__name__=~"ecs_(?:cpu_seconds_total|memory_bytes|memory_limit_bytes|network_.+)"}';

function keepOnAws(config: Config, custom: CustomFiles): readonly RelabelConfig[] {
  const keep = config.collector.kind === "ecs" ? [...config.keep, ofTasks] : config.keep;
  return relabelling(shippedSeries({ ...config, keep }, custom));
}

/** prometheus.yml of each agent on ECS; they differ in the replica's name alone. */
export function agentFiles(
  config: Config,
  custom: CustomFiles,
  { region, url }: CollectedInto,
): Readonly<Record<Replica, string>> {
  const { jobs, probes } = watchedOnEcs(config);
  const remoteWrite = [
    compileRemoteWrite({ kind: "amp", name: "amp", url, region }, keepOnAws(config, custom)),
  ];
  const text = (replica: Replica): string =>
    toYaml(
      compileAgent({
        scrapeInterval: config.scrapeInterval,
        externalLabels: { env: "prod", ...replicaLabels(ecsNames(config).cluster, replica) },
        jobs,
        probes: { exporter: probesExporter(config), targets: probes },
        remoteWrite,
      }),
    );
  return Object.fromEntries(replicas.map((replica) => [replica, text(replica)])) as Record<Replica, string>;
}

/** What a Prometheus of one's own adds to its configuration in order to send to the workspace. */
export function externalFile(
  config: Config,
  custom: CustomFiles,
  { region, url, role }: CollectedInto & { readonly role: string },
): string {
  const destination: AmpDestination = { kind: "amp", name: "amp", url, region, role };
  const block = {
    // A second Prometheus that scrapes the same is another replica: __replica__: b.
    global: { external_labels: { env: "prod", ...replicaLabels(ecsNames(config).cluster, "a") } },
    remote_write: [compileRemoteWrite(destination, keepOnAws(config, custom))],
  };
  return toYaml(block);
}

/** The files of whoever collects for prod, by path, with an example in the place of what only AWS knows. */
export function collectorFiles(config: Config, custom: CustomFiles): Readonly<Record<string, string>> {
  const { region = "us-east-1", account = "111122223333" } = config.aws;
  const url = `https://aps-workspaces.${region}.amazonaws.com/workspaces/ws-example/`;
  if (config.collector.kind === "external") {
    const role = `arn:aws:iam::${account}:role/${config.namePrefix}-remote-write`;
    return { "collectors/remote-write.yml": externalFile(config, custom, { region, url, role }) };
  }
  const agents = agentFiles(config, custom, { region, url });
  return Object.fromEntries(
    replicas.map((replica) => [`collectors/prometheus-${replica}.yml`, agents[replica]] as const),
  );
}
