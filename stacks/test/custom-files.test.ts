import { describe, expect, test } from "@jest/globals";
import { catalogue, customFileFindings, dashboardProblems, type CustomFiles } from "../src/index.ts";

interface Row {
  readonly mistake: string;
  readonly files: CustomFiles;
  readonly says: string;
}

const own = { uid: "mcp-server-overview", title: "MCP Server Overview", folder: "Operations" };

const inDashboards: readonly Row[] = [
  {
    mistake: "an empty file",
    files: { "dashboards/a.json": "" },
    says: "dashboards/a.json is not JSON at line 1, column 1: the file is empty; export the dashboard again",
  },
  {
    mistake: "text that is not JSON",
    files: { "dashboards/a.json": "{ title: 1 }" },
    says: "dashboards/a.json is not JSON at line 1, column 3: expected a key in double quotes, found title; export the dashboard again",
  },
  {
    mistake: "a comma too many",
    files: { "dashboards/a.json": '{\n  "title": "a",\n  "panels": [],\n}' },
    says: "dashboards/a.json is not JSON at line 3, column 15: a comma stands before }; export the dashboard again",
  },
  {
    mistake: "a comma that is missing",
    files: { "dashboards/a.json": '{\n  "title": "a"\n  "panels": []\n}' },
    says: 'dashboards/a.json is not JSON at line 3, column 3: expected , or }, found "; export the dashboard again',
  },
  {
    mistake: "a file that was cut off",
    files: { "dashboards/a.json": '{\n  "title": "a",\n  "panels": [' },
    says: "dashboards/a.json is not JSON at line 3, column 14: the file ends, but the [ of line 3 is not closed; export the dashboard again",
  },
  {
    mistake: "marks of a merge",
    files: { "dashboards/a.json": '{\n<<<<<<< HEAD\n  "title": "a"\n}' },
    says: "dashboards/a.json is not JSON at line 2, column 1: expected a key in double quotes, found <<<<<<<; export the dashboard again",
  },
  {
    mistake: "YAML in place of JSON",
    files: { "dashboards/a.json": "title: a" },
    says: "dashboards/a.json is not JSON at line 1, column 1: expected a value, found title; export the dashboard again",
  },
  {
    mistake: "a list",
    files: { "dashboards/a.json": "[]" },
    says: "dashboards/a.json is not a dashboard: it must be a JSON object",
  },
  {
    mistake: "no title",
    files: { "dashboards/a.json": '{"panels":[]}' },
    says: 'dashboards/a.json has no title; give it a "title", or Grafana skips it',
  },
  {
    mistake: "an answer of Grafana's API",
    files: { "dashboards/a.json": '{"dashboard":{"title":"a"},"meta":{}}' },
    says: 'dashboards/a.json is an answer of Grafana\'s API; keep only what is in its "dashboard"',
  },
  {
    mistake: "version 2 of the format",
    files: {
      "dashboards/a.json":
        '{"apiVersion":"dashboard.grafana.app/v2beta1","kind":"Dashboard","spec":{"title":"a"}}',
    },
    says: 'dashboards/a.json is in version 2 of the format, which provisioning does not read; export it as "Classic"',
  },
  {
    mistake: "a uid with signs",
    files: { "dashboards/a.json": '{"title":"a","uid":"a b"}' },
    says: 'dashboards/a.json has a wrong uid; "uid" must be 1 to 40 letters, digits, - and _, or left out',
  },
  {
    mistake: "a uid that is no text",
    files: { "dashboards/a.json": '{"title":"a","uid":7}' },
    says: 'dashboards/a.json has a wrong uid; "uid" must be 1 to 40 letters, digits, - and _, or left out',
  },
  {
    mistake: "one uid twice",
    files: { "dashboards/a.json": '{"title":"a","uid":"x"}', "dashboards/b.json": '{"title":"b","uid":"x"}' },
    says: 'dashboards/b.json has the uid "x", as has dashboards/a.json; give it another one',
  },
  {
    mistake: "a uid of this project",
    files: { "dashboards/a.json": '{"title":"a","uid":"mcp-server-overview"}' },
    says: 'dashboards/a.json has the uid "mcp-server-overview", as has a dashboard of this project; give it another one',
  },
  {
    mistake: "one title twice in a folder",
    files: { "dashboards/a.json": '{"title":"a"}', "dashboards/b.json": '{"title":"a"}' },
    says: 'dashboards/b.json has the title "a", as has dashboards/a.json in the same folder; give it another one',
  },
  {
    mistake: "one title in the default folder and in one of its name",
    files: { "dashboards/Custom/a.json": '{"title":"a"}', "dashboards/b.json": '{"title":"a"}' },
    says: 'dashboards/b.json has the title "a", as has dashboards/Custom/a.json in the same folder; give it another one',
  },
  {
    mistake: "a title of this project in its folder",
    files: { "dashboards/operations/a.json": '{"title":"MCP Server Overview"}' },
    says: 'dashboards/operations/a.json has the title "MCP Server Overview", as has a dashboard of this project in the same folder; give it another one',
  },
  {
    mistake: "the folder that Grafana keeps to itself",
    files: { "dashboards/General/a.json": '{"title":"a"}' },
    says: 'dashboards/General/a.json lies in a folder "General", a name that Grafana keeps to itself; rename the folder',
  },
];

describe("a mistake in a custom dashboard", () => {
  test.each(inDashboards)("$mistake", ({ files, says }) => {
    const problems = dashboardProblems(files, [own]);
    expect(problems.map(({ message }) => message)).toEqual([says]);
  });
});

test("right files pass", () => {
  expect(dashboardProblems({ "dashboards/a.json": '{ "title": "A", "uid": "a", "id": null }' }, [])).toEqual(
    [],
  );
  const exported = { title: "B", __inputs: [{ name: "DS_X", type: "datasource", pluginId: "prometheus" }] };
  expect(dashboardProblems({ "dashboards/b.json": `\uFEFF${JSON.stringify(exported)}` }, [own])).toEqual([]);
});

test("mistakes in dashboards and in rules are told together, whoever asks: `npm run up`, `render`, or Pulumi itself", () => {
  const files = {
    "dashboards/a.json": "{ title: 1 }",
    "rules/a.yml": "groups: [{ name: a, rules: [{ alert: Busy, expr: node_lode1 > 5 }] }]",
  };
  const { problems } = customFileFindings({ scrapeInterval: "15s", catalogue }, files);
  expect(problems.map(({ key }) => key)).toEqual(["dashboards/a.json", "rules/a.yml"]);
  expect(problems[1]?.message).toContain("did you mean node_load1?");
});
