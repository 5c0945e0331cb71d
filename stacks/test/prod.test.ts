import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { ampDefinitionProblems, ruleGroups } from "@monitoring/alerting";
import { seconds, type Duration } from "@monitoring/collection";
import { readConfig } from "../src/index.ts";
import { arnOf, policyViolations, record, type Registered } from "./record.ts";

const secrets = {
  grafanaAuth: "canary",
  pagerdutyRoutingKey: "0123456789abcdef0123456789canary",
  webhookUrl: "https://hook.example.com/bird",
  heartbeatUrl: "https://hc-ping.com/bird",
};

const custom = {
  "dashboards/Team West/orders.json": '{ "title": "Orders", "uid": "orders", "id": 7 }',
};

const deployment = { stack: "prod", commit: "1234567890", content: "abcdef01" };

describe("the prod stack", () => {
  let all: readonly Registered[];

  beforeAll(async () => {
    const result = readConfig({
      grafanaUrl: "https://grafana.example.com",
      aws: {
        region: "eu-central-1",
        account: "111122223333",
        tags: { team: "customer-success" },
        rds: { main: { instance: "customer-success", storage: "100GB" } },
        elasticache: { sessions: { cluster: "sessions-001" } },
        ecs: { server: { cluster: "shop", service: "mcp-server" } },
      },
      workspace: {
        kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd",
        seriesLimits: [{ labels: { service: "mcp-server" }, maxSeries: 20_000 }],
      },
      amp: {
        email: ["oncall@example.com", "lead@example.com"],
        slack: { workspace: "T0123456789", channel: "C0123456789" },
        pagerduty: {},
        webhook: {},
        heartbeat: {},
      },
    });
    if (!result.ok) throw new Error(result.problems.join());
    all = await record("prod", secrets, async () =>
      (await import("../src/prod.ts")).place({ ...result.config, deployment }, custom),
    );
  });

  const ofType = (type: string) =>
    all.filter((resource) => resource.type === type).map(({ inputs }) => inputs);

  test("places everything in the account and region that are meant, tagged", () => {
    expect(
      ofType("pulumi:providers:aws").map(({ region, allowedAccountIds, defaultTags }) => [
        region,
        allowedAccountIds,
        defaultTags,
      ]),
    ).toEqual([
      [
        "eu-central-1",
        '["111122223333"]',
        '{"tags":{"team":"customer-success","managed-by":"pulumi","project":"monitoring"}}',
      ],
    ]);
  });

  test("places a workspace that nobody deletes by mistake, with limits and logs", () => {
    expect(ofType("aws:amp/workspace:Workspace")).toEqual([
      {
        alias: "mcp-monitoring",
        kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd",
        loggingConfiguration: { logGroupArn: `${arnOf("monitoring-logs-events")}:*` },
      },
    ]);
    expect(ofType("aws:amp/workspaceConfiguration:WorkspaceConfiguration")).toEqual([
      {
        workspaceId: "monitoring-id",
        retentionPeriodInDays: 150,
        outOfOrderTimeWindowInSeconds: 600,
        ruleQueryOffsetInSeconds: 60,
        limitsPerLabelSets: [
          { labelSet: {}, limits: { maxSeries: 100_000 } },
          { labelSet: { service: "mcp-server" }, limits: { maxSeries: 20_000 } },
        ],
      },
    ]);
    expect(ofType("aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration")).toEqual([
      {
        workspaceId: "monitoring-id",
        destinations: [
          {
            cloudwatchLogs: { logGroupArn: `${arnOf("monitoring-logs-queries")}:*` },
            filters: { qspThreshold: 1_000_000 },
          },
        ],
      },
    ]);
    expect(ofType("aws:cloudwatch/logGroup:LogGroup")).toEqual([
      { name: "/aws/vendedlogs/prometheus/mcp-monitoring/events", retentionInDays: 30 },
      { name: "/aws/vendedlogs/prometheus/mcp-monitoring/queries", retentionInDays: 30 },
    ]);
  });

  test("places the same rules in AMP, none of them evaluated more often than AMP allows", () => {
    const namespaces = ofType("aws:amp/ruleGroupNamespace:RuleGroupNamespace");
    // What is about machines, containers, and an Alertmanager of one's own cannot work there.
    const elsewhere = ["disk-forecast", "containers", "alertmanager"];
    expect(namespaces.map(({ name }) => name)).toEqual(
      ruleGroups.map(({ name }) => name).filter((name) => !elsewhere.includes(name)),
    );
    for (const { data } of namespaces) {
      const file = parse(String(data)) as { groups: { interval: Duration }[] };
      expect(Math.min(...file.groups.map(({ interval }) => seconds(interval)))).toBeGreaterThanOrEqual(30);
    }
  });

  test("places every dashboard on Grafana in the folder of its readers", () => {
    expect(ofType("grafana:oss/folder:Folder")).toEqual([
      { title: "Business", uid: "monitoring-business" },
      { title: "Development", uid: "monitoring-development" },
      { title: "Operations", uid: "monitoring-operations" },
      { title: "Team West", uid: "monitoring-team-west-76b9a8ea" },
    ]);
    const placed = ofType("grafana:oss/dashboard:Dashboard").map(
      ({ configJson }) => (JSON.parse(String(configJson)) as { uid: string }).uid,
    );
    expect(placed.sort()).toEqual([
      "business",
      "database-performance",
      "integration-health",
      "mcp-server-overview",
      "monitoring-health",
      "orders",
      "service-levels",
    ]);
  });

  test("places the alert manager's definition with the topics that it publishes to", () => {
    const [manager] = ofType("aws:amp/alertManagerDefinition:AlertManagerDefinition");
    const definition = String(manager?.["definition"]);
    expect(ampDefinitionProblems(definition)).toEqual([]);
    for (const channel of ["email", "slack", "webhook", "heartbeat"]) {
      expect(definition).toContain(`topic_arn: ${arnOf(`alerts-${channel}`)}\n`);
    }
    expect(ofType("aws:sns/topic:Topic").map(({ name }) => name)).toEqual([
      "mcp-alerts-email",
      "mcp-alerts-slack",
      "mcp-alerts-webhook",
      "mcp-heartbeat",
    ]);
  });

  test("lets its own workspace publish to each topic, and nobody else", () => {
    const policies = ofType("aws:sns/topicPolicy:TopicPolicy").map(({ policy }) => String(policy));
    expect(policies).toHaveLength(4);
    expect(JSON.parse(policies[0] ?? "")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlertManagerPublishes",
          Effect: "Allow",
          Principal: { Service: "aps.amazonaws.com" },
          Action: ["sns:Publish", "sns:GetTopicAttributes"],
          Resource: arnOf("alerts-email"),
          Condition: {
            ArnEquals: { "aws:SourceArn": arnOf("monitoring") },
            StringEquals: { "aws:SourceAccount": "111122223333" },
          },
        },
        {
          Sid: "AlarmsPublish",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: arnOf("alerts-email"),
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:*" },
            StringEquals: { "aws:SourceAccount": "111122223333" },
          },
        },
      ],
    });
  });

  test("keeps PagerDuty's key in a secret that only its own workspace reads, encrypted by a key of its own", () => {
    const [key] = ofType("aws:kms/key:Key");
    const workspace = {
      ArnEquals: { "aws:SourceArn": arnOf("monitoring") },
      StringEquals: { "aws:SourceAccount": "111122223333" },
    };
    expect(JSON.parse(String(key?.["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountAdministrates",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "AlertManagerDecrypts",
          Effect: "Allow",
          Principal: { Service: "aps.amazonaws.com" },
          Condition: workspace,
          Action: "kms:Decrypt",
          Resource: "*",
        },
      ],
    });
    const [secret] = ofType("aws:secretsmanager/secret:Secret");
    expect(secret).toMatchObject({ namePrefix: "mcp/pagerduty-", kmsKeyId: arnOf("alerts-pagerduty") });
    const [policy] = ofType("aws:secretsmanager/secretPolicy:SecretPolicy");
    expect(JSON.parse(String(policy?.["policy"]))).toMatchObject({
      Statement: [
        {
          Principal: { Service: "aps.amazonaws.com" },
          Condition: workspace,
          Action: "secretsmanager:GetSecretValue",
        },
      ],
    });
    const [version] = ofType("aws:secretsmanager/secretVersion:SecretVersion");
    expect(version?.["secretString"]).toBe(`{"routing_key":"${secrets.pagerdutyRoutingKey}"}`);
    const [manager] = ofType("aws:amp/alertManagerDefinition:AlertManagerDefinition");
    expect(manager?.["definition"]).toContain(
      `secret_arn: ${arnOf("alerts-pagerduty", "aws:secretsmanager/secret:Secret")}\n`,
    );
  });

  test("tells the topics that alerts go to, and no heartbeat, when AMP or a host is in a bad way and when it is well again", () => {
    const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
    const told = (name: string) => alarms.find((alarm) => alarm["name"] === name)?.["alarmActions"];
    const [email, slack, webhook] = ["email", "slack", "webhook"].map((channel) =>
      arnOf(`alerts-${channel}`),
    );
    // Critical, high and warning, as docs/routing.md has it.
    expect(told("mcp-heartbeat")).toEqual([slack, email, webhook]);
    expect(told("mcp-rules-failing")).toEqual([slack, email, webhook]);
    expect(told("mcp-elasticache-sessions-memory")).toEqual([slack, webhook]);
    expect(alarms.map(({ okActions }) => okActions)).toEqual(alarms.map(({ alarmActions }) => alarmActions));
    expect(alarms).toHaveLength(21);
  });

  test("says to CloudWatch what is measured, by the workspace's id", () => {
    const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarms.find(({ name }) => name === "mcp-heartbeat")).toMatchObject({
      namespace: "AWS/SNS",
      metricName: "NumberOfMessagesPublished",
      dimensions: { TopicName: "mcp-heartbeat" },
      statistic: "Sum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 300,
      evaluationPeriods: 2,
      treatMissingData: "breaching",
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 15 },
    });
    const failing = alarms.find(({ name }) => name === "mcp-rules-failing");
    expect(failing).toMatchObject({
      metricQueries: [
        {
          expression: `SELECT SUM(RuleEvaluationFailures) FROM "AWS/Prometheus" WHERE Workspace = 'monitoring-id'`,
          period: 300,
          returnData: true,
        },
      ],
      treatMissingData: "notBreaching",
    });
    // AWS refuses an alarm that has both.
    expect(Object.keys(failing ?? {})).not.toContain("period");
  });

  test("subscribes people by e-mail, addresses by https, and the Slack channel by its ids", () => {
    const subscriptions = ofType("aws:sns/topicSubscription:TopicSubscription");
    expect(subscriptions.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
      ["email", "oncall@example.com"],
      ["email", "lead@example.com"],
      ["https", secrets.webhookUrl],
      ["https", secrets.heartbeatUrl],
    ]);
    expect(ofType("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")).toMatchObject([
      {
        slackTeamId: "T0123456789",
        slackChannelId: "C0123456789",
        guardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      },
    ]);
  });

  test("gives Grafana the workspace as the data source that the dashboards read, and a dashboard to begin with", () => {
    const [source] = ofType("grafana:oss/dataSource:DataSource");
    expect(source).toMatchObject({
      type: "grafana-amazonprometheus-datasource",
      uid: "monitoring-amp",
    });
    expect(JSON.parse(String(source?.["jsonDataEncoded"]))).toMatchObject({
      sigV4Auth: true,
      sigV4Service: "aps",
    });
    expect(ofType("grafana:oss/organizationPreferences:OrganizationPreferences")).toEqual([
      { homeDashboardUid: "mcp-server-overview" },
    ]);
  });

  test("writes down when it was deployed where alerts are evaluated, and marks it on Grafana for others", () => {
    const namespaces = ofType("aws:amp/ruleGroupNamespace:RuleGroupNamespace");
    expect(
      namespaces.filter(({ data }) => String(data).includes("1234567890")).map(({ name }) => name),
    ).toEqual(["deployment"]);
    expect(ofType("grafana:oss/annotation:Annotation")).toEqual([
      {
        text: "Monitoring: deployed 1234567890 (prod, content abcdef01)",
        tags: ["deployment", "monitoring", "prod"],
      },
    ]);
  });

  test("has secrets nowhere but where they are used", () => {
    expect(
      all
        .filter(({ inputs }) => JSON.stringify(inputs).includes("canary"))
        .map(({ type }) => type)
        .sort(),
    ).toEqual(["aws:secretsmanager/secretVersion:SecretVersion", "pulumi:providers:grafana"]);
  });

  test("passes every policy", () => {
    expect(policyViolations(all)).toEqual({});
  });
});
