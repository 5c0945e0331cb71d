import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { onPlatform, readConfig } from "../src/index.ts";
import { arnOf, policyViolations, record, versionOf, type Registered } from "./record.ts";

const canary = "0123456789abcdef0123456789abcdef";
const secrets = {
  grafanaAuth: "glsa_x",
  postgresExporterPassword: canary,
  redisExporterPassword: canary,
  mcpProbeToken: canary,
};
const cluster = "arn:aws:ecs:eu-central-1:111122223333:cluster/app";

const secretArn = (name: string) => arnOf(name, "aws:secretsmanager/secret:Secret");

interface Definition {
  readonly name: string;
  readonly essential: boolean;
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly [property: string]: unknown;
}

describe("the prod stack with collectors on ECS", () => {
  let all: readonly Registered[];

  beforeAll(async () => {
    const result = readConfig({
      aws: { region: "eu-central-1" },
      grafanaUrl: "https://grafana.example.com",
      amp: { email: ["oncall@example.com"] },
      collector: {
        kind: "ecs",
        cluster,
        vpc: "vpc-0123456789abcdef0",
        subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        securityGroups: ["sg-0123456789abcdef0"],
        mcpServer: { service: "mcp", port: 3001, ecsExporter: true },
      },
      postgres: "db.example.com:5432",
      postgresSslmode: "verify-full",
      redis: "cache.example.com:6379",
      redisUser: "monitoring",
      mcpProbe: { url: "https://mcp.example.com/mcp", token: true },
      integrations: { crm: "https://crm.example.com/health" },
    });
    if (!result.ok) throw new Error(result.problems.join("\n"));
    all = await record("prod", secrets, async () =>
      (await import("../src/prod.ts")).place(onPlatform("prod", result.config)),
    );
  });

  const named = (type: string, name: string) => {
    const found = all.find((one) => one.type === type && one.name === name);
    if (found === undefined) throw new Error(`there is no ${type} ${name}`);
    return found.inputs;
  };
  const ofType = (type: string) =>
    all.filter((resource) => resource.type === type).map(({ inputs }) => inputs);
  const containers = (task: string) =>
    JSON.parse(
      String(named("aws:ecs/taskDefinition:TaskDefinition", task)["containerDefinitions"]),
    ) as readonly Definition[];
  const tasks = ["collectors-a", "collectors-b", "exporters"];
  const rights = (task: string) =>
    JSON.parse(String(named("aws:iam/rolePolicy:RolePolicy", `${task}-runs`)["policy"])) as object;
  const agent = (replica: string) =>
    String(named("aws:s3/bucketObjectv2:BucketObjectv2", `collectors-${replica}-config`)["content"]);

  test("passes every policy", () => {
    expect(policyViolations(all)).toEqual({});
  });

  test("places two agents and the exporters, in private, as one task each that is there before the old one goes", () => {
    const services = ofType("aws:ecs/service:Service");
    expect(services.map(({ name }) => name).sort()).toEqual([
      "mcp-exporters",
      "mcp-prometheus-a",
      "mcp-prometheus-b",
    ]);
    for (const service of services) {
      expect(service).toMatchObject({
        cluster,
        desiredCount: 1,
        launchType: "FARGATE",
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        waitForSteadyState: true,
        networkConfiguration: {
          assignPublicIp: false,
          subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
          securityGroups: ["collectors-id", "sg-0123456789abcdef0"],
        },
      });
    }
  });

  test("lets only its own members in, on the ports of metrics", () => {
    const rules = ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.map(({ fromPort }) => fromPort)).toEqual([9090, 9115, 9187, 9121, 9779]);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        referencedSecurityGroupId: "collectors-id",
        securityGroupId: "collectors-id",
      });
      expect(rule).not.toHaveProperty("cidrIpv4");
    }
  });

  test.each(tasks)("hardens every container of %s, which waits until its files are there", (task) => {
    const [files, ...others] = containers(task);
    expect(files).toMatchObject({
      name: "files",
      essential: false,
      user: "0",
      readonlyRootFilesystem: true,
      linuxParameters: {
        capabilities: { drop: expect.arrayContaining(["DAC_OVERRIDE", "SETUID", "NET_RAW"]) },
      },
    });
    expect(others.length).toBeGreaterThan(1);
    for (const container of others) {
      expect(container).toMatchObject({
        user: "65534:65534",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
        dependsOn: [{ containerName: "files", condition: "SUCCESS" }],
        stopTimeout: 120,
        logConfiguration: { options: { "awslogs-region": "eu-central-1", mode: "non-blocking" } },
      });
      expect(container).not.toHaveProperty("secrets");
    }
    expect(ofType("aws:cloudwatch/logGroup:LogGroup")).toContainEqual({
      name: task === "exporters" ? "/ecs/mcp-exporters" : `/ecs/mcp-prometheus-${task.slice(-1)}`,
      retentionInDays: 30,
    });
  });

  test("fits what ECS takes for a task", () => {
    for (const task of tasks) {
      const { containerDefinitions, memory } = named("aws:ecs/taskDefinition:TaskDefinition", task);
      expect(Buffer.byteLength(String(containerDefinitions))).toBeLessThan(64_000);
      const used = containers(task).map(({ memory: mb }) => (typeof mb === "number" ? mb : 0));
      expect(used.reduce((sum, mb) => sum + mb, 0)).toBeLessThanOrEqual(Number(memory));
    }
  });

  test("brings exactly the versions that were deployed, the secrets among them, and no secret's value", () => {
    const [files] = containers("exporters");
    expect(JSON.parse(files?.environment.find(({ name }) => name === "FILES")?.value ?? "")).toEqual({
      region: "eu-central-1",
      owner: 65_534,
      folders: [],
      files: [
        {
          to: "/etc/blackbox_exporter/config.yml",
          from: {
            kind: "object",
            bucket: "collectors-config-id",
            key: "blackbox.yml",
            arn: arnOf("exporters-blackbox-config"),
            version: versionOf("exporters-blackbox-config"),
          },
        },
        {
          to: "/run/secrets/blackbox-exporter/mcp-token",
          from: {
            kind: "secret",
            arn: secretArn("exporters-mcp-token"),
            version: versionOf("exporters-mcp-token"),
          },
        },
        {
          to: "/run/secrets/postgres-exporter/pgpass",
          from: {
            kind: "secret",
            arn: secretArn("exporters-postgres"),
            version: versionOf("exporters-postgres"),
          },
        },
        {
          to: "/run/secrets/redis-exporter/passwords.json",
          from: { kind: "secret", arn: secretArn("exporters-redis"), version: versionOf("exporters-redis") },
        },
      ],
    });
    const showing = all.filter(({ inputs }) => JSON.stringify(inputs).includes(canary));
    expect([...new Set(showing.map(({ type }) => type))]).toEqual([
      "aws:secretsmanager/secretVersion:SecretVersion",
    ]);
  });

  test("lets an agent send to this workspace, look around in this cluster, and read its own file", () => {
    expect(rights("collectors-a")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: [arnOf("collectors-a-config")],
        },
        { Effect: "Allow", Action: ["aps:RemoteWrite"], Resource: [arnOf("monitoring")] },
        {
          Effect: "Allow",
          Action: ["ecs:DescribeClusters"],
          Resource: [cluster, "arn:aws:ecs:eu-central-1:111122223333:cluster/default"],
        },
        {
          Effect: "Allow",
          Action: ["ecs:ListServices", "ecs:ListTasks"],
          Resource: ["*"],
          Condition: { ArnEquals: { "ecs:cluster": cluster } },
        },
        {
          Effect: "Allow",
          Action: ["ecs:DescribeServices"],
          Resource: ["arn:aws:ecs:eu-central-1:111122223333:service/app/*"],
        },
        {
          Effect: "Allow",
          Action: ["ecs:DescribeTasks"],
          Resource: ["arn:aws:ecs:eu-central-1:111122223333:task/app/*"],
        },
      ],
    });
  });

  test("lets the exporters' task read its file and its secrets, and nothing else", () => {
    expect(rights("exporters")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: [arnOf("exporters-blackbox-config")],
        },
        {
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: ["exporters-mcp-token", "exporters-postgres", "exporters-redis"].map(secretArn),
        },
      ],
    });
  });

  test("keeps the configuration in a private bucket with its versions", () => {
    expect(
      named("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "collectors-config"),
    ).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(named("aws:s3/bucketVersioning:BucketVersioning", "collectors-config")).toMatchObject({
      versioningConfiguration: { status: "Enabled" },
    });
  });

  test("configures both agents the same but for the replica's name", () => {
    expect(agent("b")).toBe(agent("a").replace("__replica__: a\n", "__replica__: b\n"));
    expect(parse(agent("a"))).toMatchObject({
      global: { external_labels: { env: "prod", cluster: "mcp-prod", __replica__: "a" } },
      remote_write: [
        {
          name: "amp",
          url: "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-mock/api/v1/remote_write",
          sigv4: { region: "eu-central-1" },
        },
      ],
    });
    expect(agent("a")).not.toContain("alertmanagers:");
  });

  test("scrapes and probes what is watched, where it is", () => {
    const { scrape_configs: jobs } = parse(agent("a")) as {
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly static_configs?: readonly { readonly targets: readonly string[] }[];
        readonly aws_sd_configs?: readonly { readonly port: number; readonly clusters: readonly string[] }[];
        readonly relabel_configs?: readonly { readonly regex?: string }[];
      }[];
    };
    expect(
      jobs.map(({ job_name, static_configs = [], aws_sd_configs = [], relabel_configs = [] }) => [
        job_name,
        ...static_configs.flatMap(({ targets }) => targets),
        ...aws_sd_configs.map(({ port }) => `${relabel_configs[0]?.regex?.split(";")[1] ?? ""}:${port}`),
      ]),
    ).toEqual([
      ["prometheus", "(?:mcp-prometheus-a|mcp-prometheus-b):9090"],
      ["blackbox", "exporters.mcp-monitoring.internal:9115"],
      ["postgres", "exporters.mcp-monitoring.internal:9187"],
      ["redis", "exporters.mcp-monitoring.internal:9121"],
      ["mcp-server", "(?:mcp):3001"],
      ["ecs", "(?:mcp-prometheus-a|mcp-prometheus-b|mcp-exporters|mcp):9779"],
      ["blackbox/http_2xx", "https://crm.example.com/health"],
      ["blackbox/mcp_initialize", "https://mcp.example.com/mcp"],
      ["blackbox/tcp_connect", "db.example.com:5432", "cache.example.com:6379"],
    ]);
  });
});
