import { catalogue, checkConfig, readConfig, type Catalogue } from "../src/index.ts";
import { describe, expect, test } from "@jest/globals";

const [first] = catalogue.rules;
const [model] = first?.alerts ?? [];
if (first === undefined || model === undefined) throw new Error("the catalogue is empty");

/** The same rows, and a team's alert. */
const teams: Catalogue = {
  ...catalogue,
  rules: [...catalogue.rules, { ...first, name: "team", alerts: [{ ...model, name: "TeamAlert" }] }],
};

describe("a configuration of other rows than this project's", () => {
  test("changes their alerts", () => {
    const result = readConfig({ alerts: { TeamAlert: { for: "2m" } } }, teams);
    expect(result).toMatchObject({ ok: true, config: { alerts: { TeamAlert: { for: "2m" } } } });
  });

  test("offers their names instead of a wrong one", () => {
    expect(checkConfig({ alerts: { TeamAlrt: {} } }, teams).problems).toEqual([
      {
        key: "alerts.TeamAlrt",
        message: "monitoring:alerts.TeamAlrt is not a known key; did you mean monitoring:alerts.TeamAlert?",
      },
    ]);
  });

  test("keeps them when something is wrong with it", () => {
    expect(checkConfig({ retention: "soon" }, teams).config.catalogue).toBe(teams);
  });

  test("is told of a team's alert that a stack without the team's rows does not have", () => {
    const [problem] = checkConfig({ alerts: { TeamAlert: {} } }).problems;
    expect(problem?.message).toMatch(/^monitoring:alerts.TeamAlert is not a known key/);
  });
});
