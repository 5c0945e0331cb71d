import { describe, expect, test } from "@jest/globals";
import { dashboardProblems, type CustomFiles } from "../src/index.ts";

interface Row {
  readonly mistake: string;
  readonly files: CustomFiles;
  readonly says: string;
}

const inDashboards: readonly Row[] = [
  {
    mistake: "text that is not JSON",
    files: { "dashboards/a.json": "{ title: 1 }" },
    says: "dashboards/a.json is not JSON: Expected property name or '}' in JSON at position 2 (line 1 column 3); export the dashboard again",
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
    mistake: "inputs to fill in by hand",
    files: { "dashboards/a.json": '{"title":"a","__inputs":[{}]}' },
    says: 'dashboards/a.json has "__inputs", which Grafana fills in only on import by hand; export it with "Export for sharing externally" switched off',
  },
  {
    mistake: "a uid with signs",
    files: { "dashboards/a.json": '{"title":"a","uid":"a b"}' },
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
];

describe("a mistake in a custom dashboard", () => {
  test.each(inDashboards)("$mistake", ({ files, says }) => {
    const problems = dashboardProblems(files, ["mcp-server-overview"]);
    expect(problems.map(({ message }) => message)).toEqual([says]);
  });
});

test("right files pass", () => {
  expect(dashboardProblems({ "dashboards/a.json": '{ "title": "A", "uid": "a", "id": null }' }, [])).toEqual(
    [],
  );
});
