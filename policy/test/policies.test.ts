import { describe, expect, test } from "@jest/globals";
import { componentsOf, policies, type PlannedResource } from "../src/index.ts";

type Given = Pick<PlannedResource, "type" | "props"> & Partial<PlannedResource>;

const docker = (props: PlannedResource["props"], rest: Partial<PlannedResource> = {}): Given => ({
  type: "docker:index/container:Container",
  props,
  ...rest,
});
const volume = (name: string, protect: boolean): Given => ({
  type: "docker:index/volume:Volume",
  props: { name },
  protect,
});
const task = (container: Record<string, unknown>, props: Record<string, unknown> = {}): Given => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  props: { containerDefinitions: JSON.stringify([{ name: "prometheus", ...container }]), ...props },
});
const role = (statement: object): Given => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  props: {
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }),
  },
});
const topic: Given = { type: "aws:sns/topic:Topic", name: "alerts", props: {} };
const topicPolicy = (statement: object): Given => ({
  type: "aws:sns/topicPolicy:TopicPolicy",
  name: "alerts",
  props: { policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "sns:Publish", ...statement } }) },
});
const aps = { Principal: { Service: "aps.amazonaws.com" } };
const bound = {
  ArnEquals: { "aws:SourceArn": "arn:aws:aps:eu-central-1:111122223333:workspace/ws-1" },
  StringEquals: { "AWS:SourceAccount": "111122223333" },
};
const digest = `prom/prometheus:v3.14.0@sha256:${"a".repeat(64)}`;
const prometheus = { within: ["monitoring:collection/docker:Prometheus"] };
const writes = docker({ mounts: [{ type: "volume", source: "data", readOnly: false }] }, prometheus);

interface Examples {
  readonly policy: string;
  readonly passes: readonly (readonly Given[])[];
  /** With what is said of them. */
  readonly fails: readonly (readonly [says: string, ...Given[]])[];
}

const examples: readonly Examples[] = [
  {
    policy: "data-is-protected",
    passes: [
      [{ type: "aws:amp/workspace:Workspace", props: {}, protect: true }],
      [writes, volume("data", true)],
      // Files that a seeder writes are made again by the next update.
      [
        docker({ start: false, mounts: [{ source: "config", readOnly: false }] }, prometheus),
        volume("config", false),
      ],
      [docker({ mounts: [{ source: "inbox", readOnly: false }] }), volume("inbox", false)],
    ],
    fails: [
      ["x: set protect", { type: "aws:amp/workspace:Workspace", props: {} }],
      ["x: set protect", writes, volume("data", false)],
    ],
  },
  {
    policy: "image-is-fixed",
    passes: [
      [docker({ image: digest })],
      [docker({ image: "sha256:0123" })],
      [docker({ image: "mcp-local/demo:0123456789ab" })],
      [docker({ image: "mcp-local/prometheus:3.14.0-0123456789ab" })],
      [{ type: "docker:index/remoteImage:RemoteImage", props: { name: digest } }],
      [task({ image: digest })],
    ],
    fails: [
      ["x runs prom/prometheus:v3.14.0", docker({ image: "prom/prometheus:v3.14.0" })],
      ["x runs mcp-local/demo:latest", docker({ image: "mcp-local/demo:latest" })],
      ["x runs redis:8", { type: "docker:index/remoteImage:RemoteImage", props: { name: "redis:8" } }],
      ["x/prometheus runs prom/prometheus", task({ image: "prom/prometheus" })],
    ],
  },
  {
    policy: "no-open-port",
    passes: [
      [docker({ ports: [{ internal: 9090, external: 9090, ip: "127.0.0.1" }] })],
      [{ type: "aws:ec2/securityGroup:SecurityGroup", props: { ingress: [{ securityGroups: ["sg-1"] }] } }],
      [
        {
          type: "aws:ec2/securityGroupRule:SecurityGroupRule",
          props: { type: "egress", cidrBlocks: ["0.0.0.0/0"] },
        },
      ],
    ],
    fails: [
      ["port 9090 is published on every address", docker({ ports: [{ internal: 9090, ip: "0.0.0.0" }] })],
      ["port 9090 is published on every address", docker({ ports: [{ internal: 9090 }] })],
      [
        "open to the internet",
        { type: "aws:ec2/securityGroup:SecurityGroup", props: { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] } },
      ],
      [
        "open to the internet",
        { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", props: { cidrIpv6: "::/0" } },
      ],
      [
        "open to the internet",
        {
          type: "aws:ec2/securityGroupRule:SecurityGroupRule",
          props: { type: "ingress", cidrBlocks: ["0.0.0.0/0"] },
        },
      ],
    ],
  },
  {
    policy: "memory-is-bounded",
    passes: [
      [docker({ memory: 256, memorySwap: 256 })],
      [docker({ start: false })],
      [task({}, { memory: "1024" })],
    ],
    fails: [
      ["memory is not set", docker({})],
      ["memorySwap is undefined; set it to memory, 256", docker({ memory: 256 })],
      ["memorySwap is 512", docker({ memory: 256, memorySwap: 512 })],
      ["memory is not set", task({})],
    ],
  },
  {
    policy: "has-time-to-end",
    passes: [
      [docker({ destroyGraceSeconds: 60 })],
      [docker({ start: false })],
      [task({ stopTimeout: 120 })],
      [task({ essential: false })],
    ],
    fails: [
      ["destroyGraceSeconds", docker({})],
      ["destroyGraceSeconds", docker({ destroyGraceSeconds: 5 })],
      ["stopTimeout of prometheus", task({})],
      ["stopTimeout of prometheus", task({ essential: true, stopTimeout: 10 })],
    ],
  },
  {
    policy: "socket-is-read-only",
    passes: [
      [docker({ mounts: [{ type: "bind", source: "/var/run/docker.sock", readOnly: true }] })],
      [docker({ mounts: [{ type: "volume", source: "data", readOnly: false }] })],
    ],
    fails: [
      [
        "may write to /var/run/docker.sock",
        docker({ mounts: [{ source: "/var/run/docker.sock", readOnly: false }] }),
      ],
      ["may write to /run/docker.sock", docker({ volumes: [{ hostPath: "/run/docker.sock" }] })],
      ["may write to /;", docker({ mounts: [{ source: "/" }] })],
    ],
  },
  {
    policy: "no-secret-in-environment",
    passes: [
      [docker({ envs: ["DATA_SOURCE_PASS_FILE=/secrets/password", "PGPASSFILE=/secrets/pgpass", "TZ=UTC"] })],
      [task({ environment: [{ name: "AWS_REGION", value: "eu-central-1" }] })],
    ],
    fails: [
      ["x has POSTGRES_PASSWORD in its environment", docker({ envs: ["POSTGRES_PASSWORD=1234"] })],
      ["x has DATA_SOURCE in its environment", docker({ envs: ["DATA_SOURCE=postgresql://me:1234@db/app"] })],
      ["has API_KEY in its environment", task({ environment: [{ name: "API_KEY", value: "1234" }] })],
      [
        "gets the secret PASSWORD into its environment",
        task({ secrets: [{ name: "PASSWORD", valueFrom: "arn:" }] }),
      ],
    ],
  },
  {
    policy: "no-wildcard-rights",
    passes: [
      [role({ Action: "aps:RemoteWrite", Resource: "arn:aws:aps:eu-central-1:111122223333:workspace/ws-1" })],
      [role({ Action: ["ecs:ListClusters"], Resource: "*" })],
      [
        role({
          Action: "ecs:ListTasks",
          Resource: "*",
          Condition: { ArnEquals: { "ecs:cluster": "arn:1" } },
        }),
      ],
      [role({ Effect: "Deny", Action: "*", Resource: "*" })],
    ],
    fails: [
      ["allows aps:*; name the actions", role({ Action: "aps:*", Resource: "arn:1" })],
      ["allows *; name the actions", role({ Action: "*", Resource: "*" })],
      ["allows aps:RemoteWrite on *", role({ Action: ["aps:RemoteWrite"], Resource: "*" })],
    ],
  },
  {
    policy: "topic-is-bound",
    passes: [[topic, topicPolicy({ ...aps, Condition: bound })]],
    fails: [
      ["alerts: has no policy", topic],
      ["lets everyone publish", topic, topicPolicy({ Principal: "*", Condition: bound })],
      ["add conditions on aws:sourcearn and aws:sourceaccount", topic, topicPolicy(aps)],
      [
        "add conditions on aws:sourceaccount",
        topic,
        topicPolicy({ ...aps, Condition: { ArnEquals: bound.ArnEquals } }),
      ],
    ],
  },
  {
    policy: "logs-end",
    passes: [
      [docker({ logOpts: { "max-size": "10m", "max-file": "3" } })],
      [{ type: "aws:cloudwatch/logGroup:LogGroup", props: { retentionInDays: 30 } }],
      [task({ logConfiguration: { logDriver: "awslogs" } })],
    ],
    fails: [
      ["set logOpts.max-file", docker({ logOpts: { "max-size": "10m" } })],
      ["set retentionInDays", { type: "aws:cloudwatch/logGroup:LogGroup", props: {} }],
      ["set retentionInDays", { type: "aws:cloudwatch/logGroup:LogGroup", props: { retentionInDays: 0 } }],
      ["prometheus has no logConfiguration", task({})],
    ],
  },
  {
    policy: "belongs-to-stack",
    passes: [
      [docker({ labels: [{ label: "monitoring.stack", value: "mcp" }] })],
      [
        {
          type: "pulumi:providers:aws",
          props: { defaultTags: { tags: { "managed-by": "pulumi", project: "monitoring" } } },
        },
      ],
    ],
    fails: [
      ["has no label monitoring.stack", docker({})],
      ["has no label monitoring.stack", volume("data", true)],
      [
        "set the default tag project",
        { type: "pulumi:providers:aws", props: { defaultTags: '{"tags":{"managed-by":"pulumi"}}' } },
      ],
    ],
  },
  {
    policy: "provider-is-chosen",
    passes: [[{ type: "pulumi:providers:aws", props: { region: "eu-central-1" } }, topic]],
    fails: [["set region", { type: "pulumi:providers:aws", props: {} }, topic]],
  },
];

const planned = (given: readonly Given[]): readonly PlannedResource[] =>
  given.map((one) => ({ name: "x", protect: false, within: [], ...one }));

describe.each(examples)("$policy", ({ policy, passes, fails }) => {
  const check = (given: readonly Given[]): string =>
    (policies.find(({ name }) => name === policy)?.check(planned(given)) ?? [])
      .map(({ resource, message }) => `${resource.name}: ${message}`)
      .join("\n");

  test.each(passes.map((given) => ({ given })))("has nothing against $given", ({ given }) => {
    expect(check(given)).toBe("");
  });

  test.each(fails)("says: %s", (says, ...given) => {
    expect(check(given)).toContain(says);
  });
});

test("each policy has examples", () => {
  expect(examples.map(({ policy }) => policy).sort()).toEqual(policies.map(({ name }) => name).sort());
});

test("the components of a resource are read from its URN", () => {
  const type = "monitoring:collection/docker:Prometheus$docker:index/volume:Volume";
  expect(componentsOf(`urn:pulumi:dev::monitoring::${type}::prometheus-data-a`)).toEqual([
    "monitoring:collection/docker:Prometheus",
  ]);
});
