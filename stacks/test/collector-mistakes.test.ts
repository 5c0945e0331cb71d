import { describe, expect, test } from "@jest/globals";
import { checkConfig } from "../src/index.ts";

const ecs = {
  kind: "ecs",
  cluster: "arn:aws:ecs:eu-central-1:111122223333:cluster/app",
  vpc: "vpc-0123456789abcdef0",
  subnets: ["subnet-0123456789abcdef0"],
  mcpServer: { service: "mcp", port: 3001 },
};
const aws = { region: "eu-central-1" };

interface Row {
  readonly mistake: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly says: string;
}

const rows: readonly Row[] = [
  {
    mistake: "a kind of collector that there is not",
    values: { collector: { kind: "fargate" } },
    says: 'monitoring:collector.kind is "fargate"; it must be one of external, ecs',
  },
  {
    mistake: "a key of ecs without it",
    values: { collector: { vpc: ecs.vpc } },
    says: "monitoring:collector.vpc is for kind ecs, but monitoring:collector.kind is external; remove it, or write ecs",
  },
  {
    mistake: "no cluster",
    values: { aws, collector: { ...ecs, cluster: undefined } },
    says: "monitoring:collector.cluster is not set; give the ARN of the ECS cluster that collectors are placed in",
  },
  {
    mistake: "no network",
    values: { aws, collector: { ...ecs, vpc: undefined } },
    says: "monitoring:collector.vpc is not set; give the id of the network of the subnets, e.g. vpc-0123456789abcdef0",
  },
  {
    mistake: "no subnet",
    values: { aws, collector: { ...ecs, subnets: undefined } },
    says: "monitoring:collector.subnets is not set; give the subnets from which AMP, the images, and what is watched are reached",
  },
  {
    mistake: "a cluster's name instead of its ARN",
    values: { aws, collector: { ...ecs, cluster: "app" } },
    says: 'monitoring:collector.cluster is "app"; it must be an ECS cluster\'s ARN, e.g. arn:aws:ecs:eu-central-1:123456789012:cluster/app',
  },
  {
    mistake: "the id of something else",
    values: { aws, collector: { ...ecs, subnets: ["vpc-0123456789abcdef0"] } },
    says: 'monitoring:collector.subnets.0 is "vpc-0123456789abcdef0"; it must be an id that starts with subnet-, e.g. subnet-0123456789abcdef0',
  },
  {
    mistake: "a cluster in another region",
    values: { aws: { region: "us-east-1" }, collector: ecs },
    says: "monitoring:collector.cluster is in the region eu-central-1, but monitoring:aws.region is us-east-1; give one of there, or change region",
  },
  {
    mistake: "a cluster in another account",
    values: { aws: { ...aws, account: "444455556666" }, collector: ecs },
    says: "monitoring:collector.cluster is in the account 111122223333, but monitoring:aws.account is 444455556666; give one of there, or change account",
  },
  {
    mistake: "nothing to watch",
    values: { aws, collector: { ...ecs, mcpServer: undefined } },
    says: "monitoring:collector.mcpServer is not set, and neither is monitoring:mcpServer: nothing would be watched; name the ECS service of your server, e.g. { service: mcp-server, port: 3001 }",
  },
  {
    mistake: "the server twice",
    values: { aws, collector: ecs, mcpServer: "http://mcp.example.com:3001/metrics" },
    says: "monitoring:collector.mcpServer is set, and monitoring:mcpServer is, too: every sample would be there twice; remove one of them",
  },
  {
    mistake: "a port out of range",
    values: { aws, collector: { ...ecs, mcpServer: { service: "mcp", port: 70_000 } } },
    says: "monitoring:collector.mcpServer.port is 70000; it must be a port from 1 to 65535",
  },
  {
    mistake: "a database on the collector's own address",
    values: { aws, collector: ecs, postgres: "localhost:5432", postgresSslmode: "disable" },
    says: "monitoring:postgres is localhost:5432, which on ECS is the collector's own task; give an address that its subnets reach",
  },
  {
    mistake: "a database without a word on encryption",
    values: { aws, collector: ecs, postgres: "db.example.com:5432" },
    says: "monitoring:postgresSslmode is not set, but monitoring:postgres is; choose verify-full (certificate and name checked), verify-ca, require (encrypted, server not checked) or disable (no encryption, for a database on this machine)",
  },
];

describe("a mistake in who collects", () => {
  test.each(rows)("$mistake", ({ values, says }) => {
    const given = JSON.parse(JSON.stringify(values)) as Record<string, unknown>;
    expect(checkConfig(given).problems.map(({ message }) => message)).toEqual([says]);
  });

  test("is none where all is said", () => {
    expect(checkConfig({ aws, collector: ecs }).problems).toEqual([]);
    expect(checkConfig({ aws, collector: { kind: "external" } }).problems).toEqual([]);
  });
});
