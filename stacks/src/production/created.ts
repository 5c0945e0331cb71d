import type { AlarmRow } from "@monitoring/alerting";
import { markdownTable } from "@monitoring/collection";
import { standIns } from "../not-placed-text.ts";
import type { Config } from "../config.ts";
import { prodAlarms } from "../alarms.ts";
import type { Registered } from "../record.ts";

/** What each kind of resource is there for. */
const purposes: Readonly<Record<string, string>> = {
  "aws:amp/workspace:Workspace": "keeps the samples; protected",
  "aws:amp/workspaceConfiguration:WorkspaceConfiguration": "how long, how many series, how late",
  "aws:amp/ruleGroupNamespace:RuleGroupNamespace": "a rule file each",
  "aws:amp/alertManagerDefinition:AlertManagerDefinition": "who is told of what",
  "aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration": "logs expensive queries",
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration":
    "hands a topic on to Slack; from there one can only read",
  "aws:cloudwatch/logGroup:LogGroup": "logs of the workspace, and of each task",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "watch AMP itself, and hosts (below)",
  "aws:ec2/securityGroup:SecurityGroup": "the collectors' own",
  "aws:ecs/service:Service": "two agents, and the exporters",
  "aws:ecs/taskDefinition:TaskDefinition": "what their tasks consist of",
  "aws:iam/role:Role": "of tasks, of who starts them, and of the Slack channel, which may do nothing",
  "aws:iam/rolePolicy:RolePolicy":
    "what tasks may do: send to this workspace, read their own secrets and files",
  "aws:kms/key:Key": "encrypts PagerDuty's key, as AMP wants it",
  "aws:s3/bucket:Bucket": "the collectors' configuration",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "old versions of it go after 90 days",
  "aws:s3/bucketObjectv2:BucketObjectv2": "a file each",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "nobody from outside reads it",
  "aws:s3/bucketVersioning:BucketVersioning": "tasks read exactly the version that was deployed",
  "aws:secretsmanager/secret:Secret": "PagerDuty's key, and what exporters log in with",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "AMP's alert manager may read PagerDuty's",
  "aws:secretsmanager/secretVersion:SecretVersion": "their values",
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": "names within the network",
  "aws:servicediscovery/service:Service": "where agents find the exporters",
  "aws:sns/topic:Topic": "e-mail, Slack, webhook, heartbeat",
  "aws:sns/topicPolicy:TopicPolicy": "this workspace and the account's alarms may publish, nobody else",
  "aws:sns/topicSubscription:TopicSubscription": "mailboxes, and addresses from secrets",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "collectors reach what they watch, and AMP",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "collectors reach one another",
  "grafana:oss/annotation:Annotation": "marks the update on dashboards",
  "grafana:oss/dashboard:Dashboard": "a dashboard each, those of `dashboards/` among them",
  "grafana:oss/dataSource:DataSource": "the workspace, for Grafana",
  "grafana:oss/folder:Folder": "Operations, Development, Business",
  "grafana:oss/folderPermission:FolderPermission": "everyone looks, nobody edits",
  "grafana:oss/organizationPreferences:OrganizationPreferences": "opens the overview first",
};

/** The kinds of resources without a purpose: a table without them would be wrong. */
export function withoutPurpose(registered: readonly Registered[]): readonly string[] {
  return [...kinds(registered).keys()].filter((type) => purposes[type] === undefined);
}

/** Generated parts of docs/production.md, by name. */
export function productionSections(
  config: Config,
  registered: readonly Registered[],
): Readonly<Record<string, string>> {
  return {
    created: markdownTable(
      ["resource", "number", "what for"],
      [...kinds(registered)]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([type, count]) => [`\`${type}\``, String(count), purposes[type] ?? ""]),
    ),
    alarms: markdownTable(
      ["alarm", "severity", "bad when", "stands for"],
      prodAlarms(config).map((alarm) => [
        `\`${alarm.name}\``,
        alarm.severity,
        badWhen(alarm),
        alarm.standsFor.join(", "),
      ]),
    ),
    "left-out": markdownTable(
      ["alert", "why", "instead"],
      standIns(config).map(({ alert, why, alarms }) => [
        alert,
        why,
        alarms.map((name) => `\`${name}\``).join(", "),
      ]),
    ),
  };
}

/** How many there are of each kind; components and providers are nothing that AWS or Grafana has. */
function kinds(registered: readonly Registered[]): ReadonlyMap<string, number> {
  const real = registered.filter(({ type }) => !/^(?:monitoring|pulumi):/.test(type));
  return new Map([...Map.groupBy(real, ({ type }) => type)].map(([type, all]) => [type, all.length]));
}

function badWhen({ measure, bad, threshold, periodSeconds, periods, missing }: AlarmRow): string {
  const what =
    measure.kind === "query"
      ? (/SELECT (.*) FROM/.exec(measure.query(""))?.[1] ?? "")
      : `${measure.namespace} ${measure.metric}${resourceOf(measure.dimensions(""))}`;
  const minutes = (periodSeconds * periods) / 60;
  const absent = missing === "bad" ? " or missing" : "";
  return `${what} ${bad} ${threshold.toLocaleString("en")}${absent} for ${minutes} min`;
}

function resourceOf({ Resource }: Readonly<Record<string, string>>): string {
  return Resource === undefined ? "" : ` of ${Resource}`;
}
