import { readFileSync, writeFileSync } from "node:fs";
import { checkConfig, onPlatform } from "@monitoring/stacks";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { freePort } from "../../tools/src/loopback.ts";
import { openProd, type ProdStand } from "./prod-stand.ts";
import { tool } from "./stand.ts";

jest.setTimeout(120_000);

const prodRules = onPlatform("prod", checkConfig({}).config).catalogue.rules;
const canary = "glsa_canary0123456789";

// AWS and Grafana cannot be had in a test: doubles stand in for their providers and for Grafana's own API, everything else
// is real.
describe("the prod stack, with doubles for AWS and Grafana", () => {
  let stand: ProdStand;
  let gitBefore: string;

  beforeAll(async () => {
    gitBefore = await tool("git", "status", "--porcelain");
    stand = await openProd([], { grafanaAuth: canary });
  });
  afterAll(() => stand.close());

  const onProd: ProdStand["onProd"] = (...args) => stand.onProd(...args);

  const inputs = (type: string) =>
    [...stand.doubles.aws.resources.values()].filter((one) => one.type === type).map((one) => one.inputs);

  const placed = () => [...stand.types(stand.doubles.aws), ...stand.types(stand.doubles.grafana)];

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
    stand.grafana.become(mood);
    for (const [command, ...args] of [["preview"], ["up", "--yes", "--skip-preview"]] as const) {
      const { code, output } = await onProd(command, ...args);
      expect(code).not.toBe(0);
      expect(output.match(/^ +error: .*$/gm)).toEqual([expect.stringContaining(says)]);
      expect(output).not.toContain(canary);
    }
    expect(placed()).toEqual([]);
  });

  test("goes on with a preview where Grafana is out of reach, and stops an update there", async () => {
    const written = readFileSync(stand.settings, "utf8");
    const nobody = `http://127.0.0.1:${await freePort()}`;
    writeFileSync(stand.settings, written.replace(stand.grafana.url, nobody));
    const preview = await onProd("preview");
    const update = await onProd("up", "--yes", "--skip-preview");
    writeFileSync(stand.settings, written);
    stand.grafana.become({ token: canary });
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
    expect(stand.types(stand.doubles.aws)).toEqual([
      "aws:amp/alertManagerDefinition:AlertManagerDefinition",
      "aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration",
      ...prodRules.map(() => "aws:amp/ruleGroupNamespace:RuleGroupNamespace"),
      "aws:amp/workspace:Workspace",
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/logGroup:LogGroup",
      // Those on AMP itself: no host is configured.
      ...Array.from({ length: 12 }, () => "aws:cloudwatch/metricAlarm:MetricAlarm"),
      // For a Prometheus of one's own.
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:sns/topic:Topic",
      "aws:sns/topic:Topic",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicSubscription:TopicSubscription",
    ]);
    const [definition] = inputs("aws:amp/alertManagerDefinition:AlertManagerDefinition");
    const [topic] = [...stand.doubles.aws.resources].filter(([, { type }]) => type === "aws:sns/topic:Topic");
    expect(definition?.["definition"]).toContain(`arn:aws:sns:eu-central-1:111122223333:${topic?.[0] ?? ""}`);
    expect(new Set(stand.types(stand.doubles.grafana))).toEqual(
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
    expect(stand.written()).not.toContain(canary);
    expect((await onProd("preview", "--diff")).output).not.toContain(canary);
  });

  test("leaves git's view of the clone as it was", async () => {
    expect(await tool("git", "status", "--porcelain")).toBe(gitBefore);
  });
});
