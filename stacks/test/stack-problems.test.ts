import { describe, expect, test } from "@jest/globals";
import { checkConfig, stackProblems, unlessKnown, type StackName } from "../src/index.ts";

const says = (stack: StackName, values: Readonly<Record<string, unknown>>): readonly string[] => {
  const { config, problems } = checkConfig(values);
  expect(problems).toEqual([]);
  return stackProblems(stack, config).map(({ message }) => message);
};
const placed = { aws: { region: "eu-central-1" }, grafanaUrl: "https://grafana.example.com" };
const reached = {
  ...placed,
  amp: {
    email: ["oncall@example.com"],
    pagerduty: {},
  },
};

describe("a receiver that AMP does not have", () => {
  test.each([
    [
      {
        email: {
          to: "a@example.com",
          from: "b@example.com",
          smarthost: "smtp.example.com:587",
          username: "u",
        },
      },
      "monitoring:receivers.email is for the dev stack: AMP sends no e-mail itself; write the mailboxes into monitoring:amp.email, which an SNS topic brings it to",
    ],
    [
      { slack: { channel: "#alerts" } },
      "monitoring:receivers.slack is for the dev stack: AMP has no Slack; write the ids of workspace and channel into monitoring:amp.slack, which an SNS topic and Amazon Q Developer bring it to",
    ],
    [
      { pagerduty: {} },
      "monitoring:receivers.pagerduty is for the dev stack: AMP reads PagerDuty's key from Secrets Manager alone; write monitoring:amp.pagerduty: {}, which keeps the secret pagerdutyRoutingKey there",
    ],
    [
      { webhook: {} },
      "monitoring:receivers.webhook is for the dev stack: AMP calls no address itself; write monitoring:amp.webhook: {}, which an SNS topic brings it to",
    ],
    [
      { heartbeat: {} },
      "monitoring:receivers.heartbeat is for the dev stack: AMP calls no address itself; write monitoring:amp.heartbeat: {}, which an SNS topic brings it to",
    ],
  ])("in prod is refused, with what to write instead: %j", (receivers, message) => {
    expect(says("prod", { ...reached, receivers })).toEqual([message]);
  });
});

test("a receiver of AMP's is refused in dev, with what to write instead", () => {
  expect(says("dev", { amp: { email: ["oncall@example.com"] } })).toEqual([
    "monitoring:amp.email is for the prod stack; here it is monitoring:receivers.email, or nothing for the local inbox",
  ]);
});

test("what only follows from another mistake is not said", () => {
  const { config, problems } = checkConfig({
    aws: placed.aws,
    grafanaUrl: "ftp://x",
    amp: { email: ["nobody"] },
  });
  expect(problems.map(({ key }) => key)).toEqual(["amp.email.0", "grafanaUrl"]);
  const followers = stackProblems("prod", config);
  expect(new Set(followers.map(({ key }) => key))).toEqual(new Set(["amp", "grafanaUrl"]));
  expect(unlessKnown(problems, followers)).toEqual([]);
  expect(unlessKnown([], followers)).toEqual(followers);
});

test("a prod stack without region and Grafana hears of both at once", () => {
  expect(says("prod", { amp: reached.amp })).toEqual([
    "monitoring:aws.region is not set; give the region of AWS to deploy to, e.g. eu-central-1",
    "monitoring:grafanaUrl is not set; give the address of the Grafana server that gets the dashboards, e.g. https://grafana.example.com",
  ]);
});

test("a prod stack that would tell nobody is refused", () => {
  expect(says("prod", {})).toContainEqual(
    expect.stringMatching(
      /^monitoring:amp: nobody is told of alerts of severity critical \(.*McpServerDown.*\); set up one of pagerduty, slack, email, webhook$/,
    ),
  );
});

// CloudWatch's alarms, which say that AMP itself fails, reach people by topic alone.
test("PagerDuty alone is refused, so that there is a topic for alarms", () => {
  expect(says("prod", { ...placed, amp: { pagerduty: {} } })).toEqual([
    expect.stringMatching(
      /^monitoring:amp: nobody is told of alerts of severity warning .*; set up one of slack, webhook, email$/,
    ),
  ]);
});

test("mailboxes alone reach everyone who should be told, and so does everything", () => {
  expect(says("prod", { ...placed, amp: { email: ["oncall@example.com"] } })).toEqual([]);
  expect(says("prod", reached)).toEqual([]);
  expect(says("dev", {})).toEqual([]);
});

test("samples that nothing in prod would send are refused, and Datadog's collector is not", () => {
  const amp = { email: ["oncall@example.com"] };
  const mimir = { kind: "generic", url: "https://mimir.example.com/api/v1/push" };
  expect(says("prod", { ...placed, amp, remoteWrite: { mimir, dd: { kind: "datadog" } } })).toEqual([
    "monitoring:remoteWrite.mimir is for the dev stack: prod keeps its samples in its own AMP workspace, and its collectors send nowhere else; remove it, or write kind: datadog",
  ]);
  expect(says("dev", { remoteWrite: { mimir } })).toEqual([]);
});
