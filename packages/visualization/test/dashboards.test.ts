import { describe, expect, test } from "@jest/globals";
import { compileDashboard, dashboardReads, mcpServerOverview } from "../src/index.ts";

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly datasource: { uid: string };
  readonly fieldConfig: { defaults: { unit: string; noValue: string } };
  readonly targets: { expr: string }[];
}

describe("MCP Server Overview", () => {
  const dashboard = compileDashboard(mcpServerOverview) as { uid: string; panels: Panel[] };

  test("keeps its address", () => {
    expect(dashboard.uid).toBe("mcp-server-overview");
  });

  test("every panel has a question, a unit, a query, words for no data and the one data source", () => {
    expect(dashboard.panels).toHaveLength(8);
    for (const { description, fieldConfig, targets, datasource } of dashboard.panels) {
      expect(description).toMatch(/\?/);
      expect(fieldConfig.defaults).toMatchObject({
        unit: expect.stringMatching(/\w/),
        noValue: "none in this time range",
      });
      expect(targets).toHaveLength(1);
      expect(datasource.uid).toBe("monitoring-prometheus");
    }
  });

  test("reads recordings where there are some", () => {
    expect(dashboardReads(mcpServerOverview).map(({ metric }) => metric)).toContain(
      "service:http_requests:rate5m",
    );
  });
});
