import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { grafanaDouble, type GrafanaDouble } from "../../../stacks/test/grafana-double.ts";
import { pullDashboard, type PulledDashboard, type Present } from "../../src/pull/pull-dashboard.ts";

const panel = {
  id: 7,
  title: "Orders",
  type: "timeseries",
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  datasource: { type: "prometheus", uid: "PBFA97CFB590B2093" },
  targets: [
    {
      refId: "A",
      expr: "rate(orders_total[5m])",
      datasource: { type: "prometheus", uid: "PBFA97CFB590B2093" },
    },
  ],
};
const saved = (more: object = {}) => ({
  id: 41,
  uid: "orders",
  version: 9,
  title: "Orders of today",
  panels: [panel],
  schemaVersion: 42,
  ...more,
});
const answer = (dashboard: object, folderTitle: string) => ({
  dashboard,
  meta: { folderTitle, provisioned: false, version: 9 },
});

/** A test double of Grafana's API: what pull makes of an answer is proven, not that a Grafana gives it. */
describe("a dashboard of a Grafana, pulled into the clone", () => {
  const token = "glsa_token";
  let double: GrafanaDouble;

  beforeAll(async () => {
    double = await grafanaDouble({ token });
  });

  afterAll(() => double.stop());

  const own = [{ uid: "mcp-server-overview", title: "MCP Server Overview", folder: "Operations" }];
  const pull = (uid: string, files: Present["files"] = {}): Promise<PulledDashboard> =>
    pullDashboard({ url: double.url, auth: token }, uid, { files, own });
  const knows = (answers: Readonly<Record<string, object>>): void => {
    double.become({ token, answers });
  };

  test("becomes a file in a folder of its folder's name, without what only that Grafana knows", async () => {
    knows({ "/api/dashboards/uid/orders": answer(saved(), "Shop") });
    const { path, text, warnings } = await pull("orders");
    expect(path).toBe("dashboards/Shop/orders-of-today.json");
    expect(warnings).toEqual([]);
    expect(JSON.parse(text)).toEqual({
      uid: "orders",
      title: "Orders of today",
      schemaVersion: 42,
      panels: [
        {
          ...panel,
          datasource: { type: "prometheus", uid: "monitoring-prometheus" },
          targets: [
            {
              refId: "A",
              expr: "rate(orders_total[5m])",
              datasource: { type: "prometheus", uid: "monitoring-prometheus" },
            },
          ],
        },
      ],
    });
  });

  test("takes the place of the file that it came from, whatever that is called", async () => {
    knows({ "/api/dashboards/uid/orders": answer(saved({ title: "Orders, renamed" }), "Elsewhere") });
    const files = { "dashboards/Team/shop.json": JSON.stringify(saved()), "rules/x.yml": "" };
    expect((await pull("orders", files)).path).toBe("dashboards/Team/shop.json");
  });

  test("pulled twice is the same file", async () => {
    knows({ "/api/dashboards/uid/orders": answer(saved(), "Shop") });
    const first = await pull("orders");
    knows({
      "/api/dashboards/uid/orders": answer(
        { ...(JSON.parse(first.text) as object), id: 77, version: 12 },
        "Shop",
      ),
    });
    expect(await pull("orders", { [first.path]: first.text })).toEqual(first);
  });

  test("of no folder lies in dashboards/ itself", async () => {
    knows({ "/api/dashboards/uid/orders": answer(saved(), "General") });
    expect((await pull("orders")).path).toBe("dashboards/orders-of-today.json");
  });

  test("that asks another kind of data source comes with a warning", async () => {
    const logs = {
      ...panel,
      datasource: { type: "loki", uid: "x" },
      targets: [{ refId: "A", expr: "{app=`a`}" }],
    };
    knows({ "/api/dashboards/uid/orders": answer(saved({ panels: [logs] }), "Shop") });
    expect((await pull("orders")).warnings).toEqual([
      "asks a data source of the type loki, which this stack does not have",
    ]);
  });

  test("of this project is not taken: it is made from rows", async () => {
    await expect(pull("mcp-server-overview")).rejects.toThrow(
      '"MCP Server Overview" is made from rows in packages/visualization/src/dashboards, which a file cannot change',
    );
  });

  test("with the title of another in its folder is not taken", async () => {
    knows({ "/api/dashboards/uid/orders": answer(saved({ title: "MCP Server Overview" }), "Operations") });
    await expect(pull("orders")).rejects.toThrow(/mcp-server-overview\.json .*title/);
  });

  test("that does not exist is named with what was meant", async () => {
    knows({ "/api/search?type=dash-db&limit=1000": [{ uid: "orders" }, { uid: "stock" }] });
    await expect(pull("order")).rejects.toThrow(/has no dashboard "order"; did you mean orders\?/);
    await expect(pull("zzzzzzzz")).rejects.toThrow(/has no dashboard "zzzzzzzz"; there are orders, stock/);
  });

  test("is not shown to a token that is not taken, which no message holds", async () => {
    double.become({ token: "another" });
    await expect(pull("orders")).rejects.toThrow(/refuses to show the dashboard orders \(HTTP 401\)/);
    await expect(pull("orders")).rejects.not.toThrow(token);
  });

  test("of a server that is no Grafana is said to be none", async () => {
    double.become({ token, instead: { status: 200, body: "<html>" } });
    await expect(pull("orders")).rejects.toThrow(/does not answer as Grafana does \(HTTP 200\)/);
    double.become({ token, instead: { status: 302, body: "", location: "https://login.example.com/x" } });
    await expect(pull("orders")).rejects.toThrow(/sends its visitors to https:\/\/login\.example\.com/);
  });

  test("only ever asks", () => {
    expect(double.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
  });
});
