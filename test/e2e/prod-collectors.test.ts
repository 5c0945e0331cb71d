import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { prodStand, type ProdStand } from "./prod-stand.ts";

jest.setTimeout(120_000);

const canary = "canary-0123456789abcdef";
const collector = `collector: ${JSON.stringify({
  kind: "ecs",
  cluster: "arn:aws:ecs:eu-central-1:111122223333:cluster/app",
  vpc: "vpc-0123456789abcdef0",
  subnets: ["subnet-0123456789abcdef0"],
  mcpServer: { service: "mcp", port: 3001 },
})}`;
const service = "aws:ecs/service:Service";
const task = "aws:ecs/taskDefinition:TaskDefinition";

describe("the prod stack with collectors on ECS, behind the real engine", () => {
  let stand: ProdStand;

  beforeAll(async () => {
    stand = await prodStand({ postgresExporterPassword: canary });
    const lines = [
      collector,
      "postgres: db.example.com:5432",
      "postgresSslmode: verify-full",
      "scrapeInterval: 15s",
    ];
    stand.edit((settings) => `${settings}${lines.map((line) => `  monitoring:${line}\n`).join("")}`);
  });
  afterAll(() => stand.close());

  const placed = (type: string) =>
    [...stand.doubles.aws.resources]
      .filter(([, one]) => one.type === type)
      .map(([id, { inputs }]) => ({ id, inputs }));

  test("places exporters, then agent a, then agent b, and changes nothing the second time", async () => {
    const first = await stand.run("up", "--yes", "--skip-preview");
    expect(`${first.code}\n${first.output}`).toMatch(/^0\n/);
    expect(placed(service).map(({ inputs }) => inputs["name"])).toEqual([
      "mcp-exporters",
      "mcp-prometheus-a",
      "mcp-prometheus-b",
    ]);
    const second = await stand.run("up", "--yes", "--skip-preview");
    expect(second.output).toMatch(/^ *\d+ unchanged$/m);
    expect(second.output).not.toMatch(/\d+ (created|updated|replaced|deleted)/);
  });

  test("gives each task the versions of its files, and each service its task", () => {
    const tasks = placed(task);
    const secret = placed("aws:secretsmanager/secret:Secret").find(
      ({ inputs }) => inputs["namePrefix"] === "mcp-postgres-exporter-",
    );
    const bringing = (text: string) =>
      tasks
        .filter(({ inputs }) => JSON.stringify(inputs).includes(text))
        .map(({ inputs }) => inputs["family"]);
    expect(bringing(secret?.id ?? "no secret")).toEqual(["mcp-exporters"]);
    expect(bringing("prometheus-a.yml")).toEqual(["mcp-prometheus-a"]);
    expect(bringing("prometheus-b.yml")).toEqual(["mcp-prometheus-b"]);
    expect(placed(service).map(({ inputs }) => inputs["taskDefinition"])).toEqual(
      tasks.map(({ id }) => `arn:aws:ecs:eu-central-1:111122223333:${id}`),
    );
  });

  test("keeps the database's password out of tasks, state and output", async () => {
    expect(JSON.stringify(placed(task))).not.toContain(canary);
    expect(JSON.stringify(placed("aws:secretsmanager/secretVersion:SecretVersion"))).toContain(canary);
    expect(stand.files()).not.toContain(canary);
    expect((await stand.run("preview", "--diff")).output).not.toContain(canary);
  });

  test("brings a change of what is scraped to the agents alone, and marks the deployment", async () => {
    stand.edit((settings) => settings.replace("scrapeInterval: 15s", "scrapeInterval: 30s"));
    const { code, output } = await stand.run("preview");
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    const changed = [...output.matchAll(/^ *[~+-]+ +aws:(\S+) +(\S+) +(?:update|replace)/gm)].map(
      ([, type = "", name = ""]) => `${type} ${name}`,
    );
    expect(changed.sort()).toEqual([
      "amp:RuleGroupNamespace monitoring-deployment",
      "ecs:TaskDefinition collectors-a",
      "ecs:TaskDefinition collectors-b",
      "s3:BucketObjectv2 collectors-a-config",
      "s3:BucketObjectv2 collectors-b-config",
    ]);
  });
});
