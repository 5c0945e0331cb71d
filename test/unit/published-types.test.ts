import { describe, expect, test } from "@jest/globals";
import { publishedTypes } from "../e2e/published-types.ts";

const aws = publishedTypes("@pulumi/aws");
const grafana = publishedTypes("@pulumiverse/grafana");

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const notYetKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("inputs against a provider's published types", () => {
  test.each<[string, string, object]>([
    [
      "a workspace",
      "aws:amp/workspace:Workspace",
      { alias: "x", loggingConfiguration: { logGroupArn: notYetKnown }, tags: { a: "b" } },
    ],
    [
      "limits in lists",
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
      { workspaceId: "ws-1", limitsPerLabelSets: [{ labelSet: {}, limits: { maxSeries: 1 } }] },
    ],
    [
      "a secret",
      "aws:sns/topicSubscription:TopicSubscription",
      { topic: "t", protocol: "https", endpoint: secret("https://x") },
    ],
    [
      "a resource where a text may stand",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      { alarmActions: [notYetKnown] },
    ],
    ["another provider's", "grafana:oss/folder:Folder", { title: "x" }],
  ])("%s is right", (_, token, inputs) => {
    const types = token.startsWith("aws") ? aws : grafana;
    expect(types.problems(token, inputs as Record<string, unknown>)).toEqual([]);
  });

  test.each<[string, string, object, string]>([
    [
      "a wrong type",
      "aws:amp/workspace:Workspace",
      { alias: 1 },
      "aws:amp/workspace:Workspace.alias is a number, not a string",
    ],
    [
      "a misspelt key",
      "aws:amp/workspace:Workspace",
      { alais: "x" },
      "aws:amp/workspace:Workspace.alais is not known",
    ],
    [
      "a misspelt key inside",
      "aws:amp/workspace:Workspace",
      { loggingConfiguration: { logGroup: "x" } },
      "aws:amp/workspace:Workspace.loggingConfiguration.logGroupArn is missing",
    ],
    [
      "a wrong type in a list of mappings",
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
      { workspaceId: "ws-1", limitsPerLabelSets: [{ labelSet: {}, limits: { maxSeries: "1" } }] },
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration.limitsPerLabelSets[0].limits.maxSeries is a string, not a number",
    ],
    [
      "a missing input",
      "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
      { data: "" },
      "aws:amp/ruleGroupNamespace:RuleGroupNamespace.workspaceId is missing",
    ],
    [
      "a value that was put into a text too early",
      "aws:sns/topicPolicy:TopicPolicy",
      { arn: "x", policy: '{"a":"Calling [toString] on an [Output<T>] is not supported."}' },
      'aws:sns/topicPolicy:TopicPolicy.policy has "Calling [toString]" in it: a value was put into a text before it was known',
    ],
    [
      "a part of a name that is missing",
      "aws:amp/workspace:Workspace",
      { kmsKeyArn: "arn:aws:kms:undefined:1:key/x" },
      'aws:amp/workspace:Workspace.kmsKeyArn has ":undefined:" in it: a value was put into a text before it was known',
    ],
    [
      "a policy that is not JSON",
      "aws:iam/role:Role",
      { assumeRolePolicy: "{" },
      "aws:iam/role:Role.assumeRolePolicy cannot be read: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    ],
    [
      "a resource that does not exist",
      "aws:amp/workspaces:Workspaces",
      {},
      "aws:amp/workspaces:Workspaces is no resource of @pulumi/aws",
    ],
  ])("%s is found", (_, token, inputs, sentence) => {
    expect(aws.problems(token, inputs as Record<string, unknown>)).toContain(sentence);
  });
});
