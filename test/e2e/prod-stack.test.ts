import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import aws from "@pulumi/aws/package.json" with { type: "json" };
import grafana from "@pulumiverse/grafana/package.json" with { type: "json" };
import { checkConfig, onPlatform } from "@monitoring/stacks";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { grafanaDouble, type GrafanaDouble } from "../../stacks/test/grafana-double.ts";
import { freePort } from "../../tools/src/loopback.ts";
import { providerDouble, type ProviderDouble } from "./provider-double.ts";
import { outcome, start, tool } from "./stand.ts";

jest.setTimeout(120_000);

const prodRules = onPlatform("prod", checkConfig({}).config).catalogue.rules;
const canary = "glsa_canary0123456789";

// AWS and Grafana cannot be had in a test: doubles stand in for their providers and for Grafana's own API, everything else
// is real.
describe("the prod stack, with doubles for AWS and Grafana", () => {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-prod-"));
  const settings = join(folder, "Pulumi.prod.yaml");
  let doubles: { readonly aws: ProviderDouble; readonly grafana: ProviderDouble };
  let server: GrafanaDouble;
  let env: NodeJS.ProcessEnv;
  let gitBefore: string;

  const pulumi = async (args: readonly string[], input = "") => {
    const child = start(["pulumi", ...args], env);
    child.stdin.end(input);
    return outcome(child);
  };
  const onProd = (command: string, ...args: string[]) =>
    pulumi([command, "--stack", "prod", "--non-interactive", "--config-file", settings, ...args]);

  beforeAll(async () => {
    gitBefore = await tool("git", "status", "--porcelain");
    doubles = {
      aws: await providerDouble(
        aws.version,
        {
          "aws:amp/workspace:Workspace": (id) => ({
            prometheusEndpoint: `https://aps.example.com/workspaces/${id}/`,
            arn: `arn:aws:aps:eu-central-1:111122223333:workspace/${id}`,
          }),
          "aws:cloudwatch/logGroup:LogGroup": (id) => ({
            arn: `arn:aws:logs:eu-central-1:111122223333:log-group:${id}`,
          }),
          "aws:sns/topic:Topic": (id) => ({ arn: `arn:aws:sns:eu-central-1:111122223333:${id}` }),
        },
        {
          "aws:index/getCallerIdentity:getCallerIdentity": {
            accountId: "111122223333",
            arn: "arn:aws:iam::111122223333:user/deployer",
          },
        },
      ),
      grafana: await providerDouble(grafana.version, {}),
    };
    server = await grafanaDouble({ token: canary });
    env = {
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_DEBUG_PROVIDERS: `aws:${doubles.aws.port},grafana:${doubles.grafana.port}`,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Of no account: the configuration says where everything goes.
      AWS_REGION: "us-east-1",
    };
    writeFileSync(join(folder, "Pulumi.yaml"), "name: monitoring\nruntime: nodejs\n");
    const init = await pulumi(["stack", "init", "prod", "--non-interactive", "--no-select", "--cwd", folder]);
    expect(`${init.code}\n${init.output}`).toMatch(/^0\n/);
    const salt = readFileSync(settings, "utf8");
    writeFileSync(
      settings,
      `${salt}config:\n  monitoring:aws: { region: eu-central-1, account: "111122223333" }\n  monitoring:grafanaUrl: ${server.url}\n  monitoring:amp: { email: [oncall@example.com] }\n`,
    );
    const set = ["config", "set", "--secret", "grafanaAuth", "--stack", "prod", "--config-file", settings];
    expect((await pulumi(set, canary)).code).toBe(0);
  });
  afterAll(async () => {
    doubles.aws.stop();
    doubles.grafana.stop();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const types = (double: ProviderDouble) => [...double.resources.values()].map(({ type }) => type).sort();

  const inputs = (type: string) =>
    [...doubles.aws.resources.values()].filter((one) => one.type === type).map((one) => one.inputs);

  const placed = () => [...types(doubles.aws), ...types(doubles.grafana)];

  test.each([
    {
      what: "a token that has expired",
      mood: { token: "glsa_another" },
      says: `monitoring:grafanaAuth (a secret, not shown) is not taken by`,
    },
    {
      what: "a Grafana without the plugin",
      mood: { token: canary, plugins: [] },
      says: "which lacks the plugin grafana-amazonprometheus-datasource",
    },
    {
      what: "an address that is not Grafana's",
      mood: { token: canary, instead: { status: 404, body: "<html>" } },
      says: "which does not answer /api/org as Grafana does (HTTP 404)",
    },
  ])("stops at $what before anything is placed, in a preview as in an update", async ({ mood, says }) => {
    server.become(mood);
    for (const [command, ...args] of [["preview"], ["up", "--yes", "--skip-preview"]] as const) {
      const { code, output } = await onProd(command, ...args);
      expect(code).not.toBe(0);
      expect(output.match(/^ +error: .*$/gm)).toEqual([expect.stringContaining(says)]);
      expect(output).not.toContain(canary);
    }
    expect(placed()).toEqual([]);
  });

  test("goes on with a preview where Grafana is out of reach, and stops an update there", async () => {
    const written = readFileSync(settings, "utf8");
    const nobody = `http://127.0.0.1:${await freePort()}`;
    writeFileSync(settings, written.replace(server.url, nobody));
    const preview = await onProd("preview");
    const update = await onProd("up", "--yes", "--skip-preview");
    writeFileSync(settings, written);
    server.become({ token: canary });
    const says = `monitoring:grafanaUrl is ${nobody}, which does not answer (ECONNREFUSED)`;
    expect(`${preview.code}\n${preview.output}`).toMatch(/^0\n/);
    expect(preview.output).toContain(`warning: ${says}`);
    expect(preview.output).toContain("This preview goes on without it; an update would not.");
    expect(update.code).not.toBe(0);
    expect(update.output).toContain(`error: ${says}`);
    expect(placed()).toEqual([]);
  });

  test("shows in a preview what it would create, and creates nothing", async () => {
    const { code, output } = await onProd("preview");
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).toContain(
      "AWS account 111122223333, region eu-central-1, as arn:aws:iam::111122223333:user/deployer",
    );
    expect(output).toMatch(/\+ +aws:amp:Workspace monitoring create/);
    expect(output).toMatch(/\+ +grafana:oss:Dashboard dashboards-mcp-server-overview create/);
    expect(placed()).toEqual([]);
  });

  test("places rules and routes in AMP and dashboards on Grafana, and changes nothing the second time", async () => {
    const first = await onProd("up", "--yes", "--skip-preview");
    expect(`${first.code}\n${first.output}`).toMatch(/^0\n/);
    expect(types(doubles.aws)).toEqual([
      "aws:amp/alertManagerDefinition:AlertManagerDefinition",
      "aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration",
      ...prodRules.map(() => "aws:amp/ruleGroupNamespace:RuleGroupNamespace"),
      "aws:amp/workspace:Workspace",
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/logGroup:LogGroup",
      // Those on AMP itself: no host is configured.
      ...Array.from({ length: 12 }, () => "aws:cloudwatch/metricAlarm:MetricAlarm"),
      "aws:sns/topic:Topic",
      "aws:sns/topic:Topic",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicSubscription:TopicSubscription",
    ]);
    const [definition] = inputs("aws:amp/alertManagerDefinition:AlertManagerDefinition");
    const [topic] = [...doubles.aws.resources].filter(([, { type }]) => type === "aws:sns/topic:Topic");
    expect(definition?.["definition"]).toContain(`arn:aws:sns:eu-central-1:111122223333:${topic?.[0] ?? ""}`);
    expect(new Set(types(doubles.grafana))).toEqual(
      new Set([
        "grafana:oss/dashboard:Dashboard",
        "grafana:oss/dataSource:DataSource",
        "grafana:oss/folder:Folder",
        "grafana:oss/folderPermission:FolderPermission",
        "grafana:oss/organizationPreferences:OrganizationPreferences",
      ]),
    );
    const second = await onProd("up", "--yes", "--skip-preview");
    expect(second.output).toMatch(/^ *\d+ unchanged$/m);
    expect(second.output).not.toMatch(/\d+ (created|updated|replaced|deleted)/);
  });

  test("keeps Grafana's token out of its state, its output and its settings", async () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(files.join("\n")).not.toContain(canary);
    expect((await onProd("preview", "--diff")).output).not.toContain(canary);
  });

  test("leaves git's view of the clone as it was", async () => {
    expect(await tool("git", "status", "--porcelain")).toBe(gitBefore);
  });
});
