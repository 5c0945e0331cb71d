import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { expectGolden } from "../../test/golden.ts";
import { graphText } from "../src/production/graph.ts";
import { recordProd } from "../src/production/record-prod.ts";
import { policyViolations, type Registered } from "./record.ts";

describe("a prod stack with everything that one can have", () => {
  let all: readonly Registered[];
  beforeAll(async () => {
    all = await recordProd();
  });

  const names = (urns: readonly string[]) => urns.map((urn) => urn.split("::").at(-1));
  const one = (type: string, name: string) => {
    const found = all.find((resource) => resource.type === type && resource.name === name);
    if (found === undefined) throw new Error(`there is no ${type} ${name}`);
    return found;
  };

  test("is the graph of test/golden/prod-graph.txt", () => {
    expectGolden(join(import.meta.dirname, "golden/prod-graph.txt"), graphText(all));
  });

  test("lets the alert manager wait for whoever has to let it in", () => {
    const { dependencies } = one("aws:amp/alertManagerDefinition:AlertManagerDefinition", "alert-manager");
    const types = dependencies.map((urn) => urn.split("::")[2]?.split("$").at(-1));
    expect(new Set(types)).toEqual(
      new Set([
        "aws:amp/workspace:Workspace",
        "aws:secretsmanager/secret:Secret",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:sns/topic:Topic",
        "aws:sns/topicPolicy:TopicPolicy",
      ]),
    );
  });

  test("lets every namespace wait for the workspace", () => {
    const namespaces = all.filter(({ type }) => type === "aws:amp/ruleGroupNamespace:RuleGroupNamespace");
    expect(namespaces.length).toBeGreaterThan(15);
    expect(new Set(namespaces.flatMap(({ dependencies }) => names(dependencies)))).toEqual(
      new Set(["monitoring"]),
    );
  });

  test("protects what cannot be had again", () => {
    expect(all.filter(({ protect }) => protect).map(({ type }) => type)).toEqual([
      "aws:amp/workspace:Workspace",
    ]);
  });

  test("breaks no policy", () => {
    expect(policyViolations(all)).toEqual({});
  });
});
