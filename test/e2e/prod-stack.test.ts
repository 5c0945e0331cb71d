import { checkConfig, onPlatform } from "@monitoring/stacks";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { freePort } from "../../tools/src/loopback.ts";
import { canaries, prodStand, type ProdStand } from "./prod-stand.ts";
import type { ProviderDouble } from "./provider-double.ts";
import { tool } from "./stand.ts";

jest.setTimeout(120_000);

const prodRules = onPlatform("prod", checkConfig({}).config).catalogue.rules;

// AWS and Grafana cannot be had in a test: doubles stand in for their providers, which take only what the providers'
// packages publish, and for Grafana's own API. Everything else is real.
describe("the prod stack, with doubles for AWS and Grafana", () => {
  let stand: ProdStand;
  let gitBefore: string;

  beforeAll(async () => {
    gitBefore = await tool("git", "status", "--porcelain");
    stand = await prodStand();
  });
  afterAll(() => stand.close());

  const types = (double: ProviderDouble) => [...double.resources.values()].map(({ type }) => type).sort();
  const placed = () => [...types(stand.doubles.aws), ...types(stand.doubles.grafana)];
  const inputs = (type: string) =>
    [...stand.doubles.aws.resources.values()].filter((one) => one.type === type).map((one) => one.inputs);
  const marks = () =>
    [...stand.doubles.grafana.resources.values()].flatMap(({ type, inputs: { text } }) =>
      type === "grafana:oss/annotation:Annotation" && typeof text === "string" ? [text] : [],
    );
  const up = () => stand.run("up", "--yes", "--skip-preview");

  test.each([
    {
      what: "a token that has expired",
      mood: { token: "glsa_another" },
      says: `monitoring:grafanaAuth (a secret, not shown) is not taken by`,
    },
    {
      what: "a Grafana without the plugin",
      mood: { token: canaries.grafanaAuth, plugins: [] },
      says: "which lacks the plugin grafana-amazonprometheus-datasource",
    },
    {
      what: "an address that is not Grafana's",
      mood: { token: canaries.grafanaAuth, instead: { status: 404, body: "<html>" } },
      says: "which does not answer /api/org as Grafana does (HTTP 404)",
    },
  ])("stops at $what before anything is placed, in a preview as in an update", async ({ mood, says }) => {
    stand.server.become(mood);
    for (const [command, ...args] of [["preview"], ["up", "--yes", "--skip-preview"]] as const) {
      const { code, output } = await stand.run(command, ...args);
      expect(code).not.toBe(0);
      expect(output.match(/^ +error: .*$/gm)).toEqual([expect.stringContaining(says)]);
      expect(output).not.toContain(canaries.grafanaAuth);
    }
    expect(placed()).toEqual([]);
  });

  test("goes on with a preview where Grafana is out of reach, and stops an update there", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    stand.edit((settings) => settings.replace(stand.server.url, nobody));
    const preview = await stand.run("preview");
    const update = await up();
    stand.edit((settings) => settings.replace(nobody, stand.server.url));
    stand.server.become({ token: canaries.grafanaAuth });
    const says = `monitoring:grafanaUrl is ${nobody}, which does not answer (ECONNREFUSED)`;
    expect(`${preview.code}\n${preview.output}`).toMatch(/^0\n/);
    expect(preview.output).toContain(`warning: ${says}`);
    expect(preview.output).toContain("This preview goes on without it; an update would not.");
    expect(update.code).not.toBe(0);
    expect(update.output).toContain(`error: ${says}`);
    expect(placed()).toEqual([]);
  });

  test("stops at another account than the one that is meant before anything is placed", async () => {
    stand.edit((settings) => settings.replace('account: "111122223333"', 'account: "444455556666"'));
    const { code, output } = await up();
    stand.edit((settings) => settings.replace('account: "444455556666"', 'account: "111122223333"'));
    expect(code).not.toBe(0);
    expect(output).toContain(
      "the credentials are of AWS account 111122223333 (arn:aws:iam::111122223333:user/deployer), but monitoring:aws.account is 444455556666",
    );
    expect(placed()).toEqual([]);
  });

  test("shows in a preview what it would create, where, and what it leaves out, and creates nothing", async () => {
    const { code, output } = await stand.run("preview");
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).toContain(
      "AWS account 111122223333, region eu-central-1, as arn:aws:iam::111122223333:user/deployer",
    );
    expect(output).toMatch(/AMP: about \$\d+\.\d\d a month/);
    expect(output).toMatch(/left out, because they cannot work here: 14 alerts and \d+ panels/);
    expect(output).toMatch(/\+ +aws:amp:Workspace monitoring create/);
    expect(output).toMatch(/\+ +grafana:oss:Dashboard dashboards-mcp-server-overview create/);
    expect(placed()).toEqual([]);
  });

  test("places rules and routes in AMP and dashboards on Grafana, and changes nothing the second time", async () => {
    const first = await up();
    expect(`${first.code}\n${first.output}`).toMatch(/^0\n/);
    const count = (type: string) => types(stand.doubles.aws).filter((one) => one === type).length;
    expect(count("aws:amp/ruleGroupNamespace:RuleGroupNamespace")).toBe(prodRules.length);
    expect(count("aws:cloudwatch/metricAlarm:MetricAlarm")).toBe(21);
    expect(count("aws:sns/topic:Topic")).toBe(4);
    const [definition] = inputs("aws:amp/alertManagerDefinition:AlertManagerDefinition");
    for (const [id, { type }] of stand.doubles.aws.resources) {
      if (type !== "aws:sns/topic:Topic" && type !== "aws:secretsmanager/secret:Secret") continue;
      expect(definition?.["definition"]).toContain(`:eu-central-1:111122223333:${id}\n`);
    }
    expect(new Set(types(stand.doubles.grafana))).toEqual(
      new Set([
        "grafana:oss/annotation:Annotation",
        "grafana:oss/dashboard:Dashboard",
        "grafana:oss/dataSource:DataSource",
        "grafana:oss/folder:Folder",
        "grafana:oss/folderPermission:FolderPermission",
        "grafana:oss/organizationPreferences:OrganizationPreferences",
      ]),
    );
    const second = await up();
    expect(second.output).toMatch(/^ *\d+ unchanged$/m);
    expect(second.output).not.toMatch(/\d+ (created|updated|replaced|deleted)/);
  });

  test("updates exactly the namespace of an alert that is changed, shows what changes in it, and marks the deployment", async () => {
    const before = new Map(stand.doubles.aws.resources);
    const commit = (await tool("git", "rev-parse", "--short=10", "HEAD")).trim();
    const [first = "", ...others] = marks();
    expect(others).toEqual([]);
    expect(first).toMatch(
      new RegExp(
        `^Monitoring: deployed ${commit}( and uncommitted changes)? \\(prod, content [0-9a-f]{8}\\)$`,
      ),
    );
    stand.edit((settings) => `${settings}  monitoring:alerts: { HighErrorRate: { for: 7m } }\n`);
    const shown = await stand.run("preview", "--diff");
    expect(shown.output).toMatch(/~ for *: "5m" => "7m"/);
    const update = await up();
    expect(`${update.code}\n${update.output}`).toMatch(/^0\n/);
    expect(update.output).toMatch(/^ *~ 2 updated$/m);
    expect(update.output).toMatch(/^ *\+-1 replaced$/m);
    expect(update.output).not.toMatch(/\d+ (created|deleted)/);
    const changed = [...stand.doubles.aws.resources].filter(([id, resource]) => before.get(id) !== resource);
    expect(
      changed.map(
        ([
          ,
          {
            type,
            inputs: { name },
          },
        ]) => [type, name],
      ),
    ).toEqual(
      ["mcp-http", "deployment"].map((name) => ["aws:amp/ruleGroupNamespace:RuleGroupNamespace", name]),
    );
    // The mark of the earlier deployment stays where it is.
    expect(marks()).toEqual([first, expect.not.stringContaining(first)]);
  });

  test("keeps its secrets out of state, output, export and settings", async () => {
    const outputs = [
      await stand.run("preview", "--json"),
      await stand.run("preview", "--diff"),
      await stand.run("stack", "export"),
    ];
    expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0]);
    const everything = [stand.files(), ...outputs.map(({ output }) => output)].join("\n");
    expect(Object.entries(canaries).filter(([, value]) => everything.includes(value))).toEqual([]);
    // They did arrive.
    const resources = [...stand.doubles.aws.resources.values(), ...stand.doubles.grafana.resources.values()];
    const given = JSON.stringify(resources);
    const { grafanaAuth: _, ...ofAws } = canaries;
    expect(Object.entries(ofAws).filter(([, value]) => !given.includes(value))).toEqual([]);
  });

  test("is not destroyed by mistake, and is once it is said that its data may go", async () => {
    const whole = placed();
    // Its preview, too, stops at what is protected, before anything is deleted.
    const refused = await stand.run("destroy", "--yes");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(/Workspace::monitoring" cannot be deleted\n\s*because it is protected/);
    expect(placed()).toEqual(whole);
    stand.edit((settings) => `${settings}  monitoring:protectData: false\n`);
    expect(await up()).toMatchObject({ code: 0 });
    const gone = await stand.run("destroy", "--yes");
    expect(`${gone.code}\n${gone.output}`).toMatch(/^0\n/);
    // What happened on a dashboard of others is no less true when the stack is gone.
    expect(new Set(placed())).toEqual(new Set(["grafana:oss/annotation:Annotation"]));
  });

  test("leaves git's view of the clone as it was", async () => {
    expect(await tool("git", "status", "--porcelain")).toBe(gitBefore);
  });
});
