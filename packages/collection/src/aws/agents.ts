import * as pulumi from "@pulumi/pulumi";
import { agentArgs, collectingCommand, collectorPorts } from "../agent.ts";
import type { ConfigBucket } from "./config-bucket.ts";
import { ecsExporter } from "./ecs-exporter.ts";
import { FargateService, type FargatePlace, type Right } from "./fargate-service.ts";

/** The collectors, and what each is configured with. */
export interface AgentsArgs {
  readonly place: FargatePlace;
  readonly bucket: ConfigBucket;
  /** Starts the names of the services. */
  readonly prefix: string;
  readonly images: { readonly prometheus: string; readonly ecsExporter: string };
  /** prometheus.yml by replica, in the order in which a change reaches them. */
  readonly configs: readonly { readonly replica: string; readonly text: pulumi.Input<string> }[];
  /** What they send to. */
  readonly workspaceArn: pulumi.Input<string>;
}

const configFolder = "/etc/prometheus";
const dataFolder = "/prometheus";

/**
 * Replicas of a Prometheus that only collects and sends. A change reaches one after the other: the second is touched
 * once the first runs the new task and no other.
 */
export class Agents extends pulumi.ComponentResource {
  /** Registers one service per replica. */
  constructor(name: string, args: AgentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/aws:Agents", name, {}, opts);
    args.configs.reduce<pulumi.Resource[]>((before, { replica, text }) => {
      const service = `${args.prefix}-prometheus-${replica}`;
      const configFile = `${configFolder}/prometheus.yml`;
      const placed = new FargateService(
        `${name}-${replica}`,
        {
          place: args.place,
          service,
          cpu: 256,
          memoryMb: 1024,
          // A task has 20 GB of disk: with 6 bytes a sample, the 75 minutes that are kept fit 700,000 samples a second.
          volumes: ["config", "data"],
          folders: [dataFolder],
          files: [
            args.bucket.file(`${name}-${replica}-config`, `prometheus-${replica}.yml`, text, configFile),
          ],
          containers: [
            {
              name: "prometheus",
              image: args.images.prometheus,
              command: agentArgs({ configFile, dataFolder, listen: `0.0.0.0:${collectorPorts.prometheus}` }),
              mounts: [
                { volume: "config", path: configFolder, readOnly: true },
                { volume: "data", path: dataFolder, readOnly: false },
              ],
              port: collectorPorts.prometheus,
              memoryMb: 768,
              healthy: collectingCommand(`http://localhost:${collectorPorts.prometheus}/metrics`),
              essential: true,
            },
            ecsExporter(args.images.ecsExporter),
          ],
          rights: [
            { actions: ["aps:RemoteWrite"], resources: [args.workspaceArn] },
            ...discoveryRights(args.place.cluster),
          ],
        },
        { parent: this, dependsOn: before },
      );
      return [placed];
    }, []);
    this.registerOutputs({});
  }
}

/** What Prometheus's discovery asks ECS (discovery/aws/ecs.go in 3.14), on one cluster alone. */
function discoveryRights(cluster: string): readonly Right[] {
  const [arn = "", name = ""] = cluster.split(":cluster/");
  const inCluster = { ArnEquals: { "ecs:cluster": cluster } };
  return [
    // It tries its credentials by describing the default cluster, whichever one it is told to look at.
    { actions: ["ecs:DescribeClusters"], resources: [...new Set([cluster, `${arn}:cluster/default`])] },
    { actions: ["ecs:ListServices", "ecs:ListTasks"], resources: ["*"], condition: inCluster },
    { actions: ["ecs:DescribeServices"], resources: [`${arn}:service/${name}/*`] },
    { actions: ["ecs:DescribeTasks"], resources: [`${arn}:task/${name}/*`] },
  ];
}
