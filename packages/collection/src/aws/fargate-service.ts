import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { taskContainers, type TaskContainer } from "./task-containers.ts";
import type { TaskFile } from "./task-files.ts";

/** Where in an account tasks run. */
export interface FargatePlace {
  readonly region: string;
  /** ARN of the ECS cluster. */
  readonly cluster: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly pulumi.Input<string>[];
  /** Needed only in subnets that reach the outside in no other way. */
  readonly publicIp: boolean;
  readonly logRetentionDays: number;
  /** Image with Node for the container that brings files. */
  readonly bringer: string;
}

/** A statement of what a task's role may do. */
export interface Right {
  readonly actions: readonly string[];
  readonly resources: readonly pulumi.Input<string>[];
  /** Condition operators with their keys and values. @default none */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A service of one task. */
export interface FargateServiceArgs {
  readonly place: FargatePlace;
  /** Name of the ECS service, its tasks, roles and logs. */
  readonly service: string;
  readonly cpu: 256 | 512;
  readonly memoryMb: number;
  readonly containers: readonly TaskContainer[];
  /** Volumes that live as long as a task. */
  readonly volumes: readonly string[];
  /** Folders that the containers may write to. */
  readonly folders?: readonly string[];
  readonly files: readonly TaskFile[];
  /** What the task may do beside fetching its files. @default nothing */
  readonly rights?: readonly Right[];
  /** ARN of a service of Cloud Map under which the task is found. @default none */
  readonly registry?: pulumi.Input<string>;
}

/**
 * One task on Fargate that is always there: a new one is well before the old one is asked to end, and one that does not
 * become well is taken back.
 */
export class FargateService extends pulumi.ComponentResource {
  /** Registers log group, roles, task and service; ready once the service runs the new task and no other. */
  constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/aws:FargateService", name, {}, opts);
    const { place } = args;
    const parent = { parent: this };
    const logs = new aws.cloudwatch.LogGroup(
      name,
      { name: `/ecs/${args.service}`, retentionInDays: place.logRetentionDays },
      parent,
    );
    const starts = role(`${name}-starts`, `${args.service}-starts`, startRights(logs.arn, args), parent);
    const runs = role(
      `${name}-runs`,
      `${args.service}-runs`,
      [...fileRights(args.files), ...(args.rights ?? [])],
      parent,
    );
    const task = new aws.ecs.TaskDefinition(
      name,
      {
        family: args.service,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: String(args.cpu),
        memory: String(args.memoryMb),
        executionRoleArn: starts.arn,
        taskRoleArn: runs.arn,
        runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
        volumes: args.volumes.map((volume) => ({ name: volume })),
        containerDefinitions: definitions(args, logs.name),
        // The old one runs until its successor does.
        skipDestroy: true,
      },
      parent,
    );
    new aws.ecs.Service(
      name,
      {
        name: args.service,
        cluster: place.cluster,
        taskDefinition: task.arn,
        desiredCount: 1,
        launchType: "FARGATE",
        networkConfiguration: {
          subnets: [...place.subnets],
          securityGroups: [...place.securityGroups],
          assignPublicIp: place.publicIp,
        },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        waitForSteadyState: true,
        propagateTags: "SERVICE",
        ...(args.registry !== undefined && { serviceRegistries: { registryArn: args.registry } }),
      },
      { parent: this, dependsOn: [starts.policy, runs.policy] },
    );
    this.registerOutputs({});
  }
}

function definitions(args: FargateServiceArgs, group: pulumi.Output<string>): pulumi.Output<string> {
  const { bringer, region } = args.place;
  const order = { files: args.files, folders: args.folders ?? [] };
  return pulumi.jsonStringify(
    pulumi
      .all([group, order])
      .apply(([name, known]) =>
        taskContainers(args.containers, known, { image: bringer }, { group: name, region }),
      ),
  );
}

interface PlacedRole {
  readonly arn: pulumi.Output<string>;
  readonly policy: aws.iam.RolePolicy;
}

function role(
  name: string,
  roleName: string,
  rights: readonly Right[],
  parent: pulumi.CustomResourceOptions,
): PlacedRole {
  const made = new aws.iam.Role(
    name,
    {
      name: roleName,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      }),
    },
    parent,
  );
  const policy = new aws.iam.RolePolicy(name, { role: made.id, policy: document(rights) }, parent);
  return { arn: made.arn, policy };
}

/** Rights as a policy document. */
export function document(rights: readonly Right[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: rights.map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition && { Condition: condition }),
    })),
  });
}

/** What ECS itself does for a task: writes its logs, and fetches images from a registry of this account. */
function startRights(
  logs: pulumi.Output<string>,
  { containers, place }: FargateServiceArgs,
): readonly Right[] {
  const repositories = [place.bringer, ...containers.map(({ image }) => image)].flatMap(repositoryArn);
  return [
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [pulumi.interpolate`${logs}:*`] },
    ...(repositories.length === 0
      ? []
      : [
          { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
          {
            actions: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
            resources: [...new Set(repositories)],
          },
        ]),
  ];
}

function repositoryArn(image: string): readonly string[] {
  const [, account, region, path] =
    /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com[^/]*\/([^:@]+)/.exec(image) ?? [];
  return account === undefined ? [] : [`arn:aws:ecr:${region ?? ""}:${account}:repository/${path ?? ""}`];
}

function fileRights(files: readonly TaskFile[]): readonly Right[] {
  const objects = files.flatMap(({ from }) => (from.kind === "object" ? [from.arn] : []));
  const secrets = files.flatMap(({ from }) => (from.kind === "secret" ? [from.arn] : []));
  return [
    ...(objects.length > 0 ? [{ actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: objects }] : []),
    ...(secrets.length > 0 ? [{ actions: ["secretsmanager:GetSecretValue"], resources: secrets }] : []),
  ];
}
