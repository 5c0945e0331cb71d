import { describe, expect, test } from "@jest/globals";
import { deployedDashboards, readConfig, stackSeries } from "@monitoring/stacks";
import { catalogueAtHand as catalogue } from "@monitoring/stacks/at-hand";
import {
  ampDataSource,
  lintDashboardFile,
  lintDashboards,
  prometheusDataSource,
} from "@monitoring/visualization";

const known = stackSeries(catalogue);
const result = readConfig({}, catalogue);
if (!result.ok) throw new Error(result.problems.join());
const { config } = result;

describe.each([prometheusDataSource, ampDataSource])("dashboards that read from $name", (dataSource) => {
  const dashboards = deployedDashboards(config, {}, dataSource);

  test.each(dashboards)("$title keeps every rule", ({ path, json }) => {
    const findings = lintDashboardFile(path, json, { known, origin: "own" });
    expect(
      findings.map(({ line, rule, panel, reason }) => `${line} ${rule} ${panel ?? ""} ${reason}`),
    ).toEqual([]);
  });

  test("have different addresses, and titles in a folder", () => {
    const all = dashboards.map(({ path, folder, json }) => ({
      name: path,
      folder,
      json: JSON.parse(json) as unknown,
    }));
    expect(lintDashboards(all)).toEqual([]);
  });
});
