import { describe, expect, test } from "@jest/globals";
import { checkConfig, providerKeyProblems, readConfig, stackProblems } from "../src/index.ts";
import { accountProblem } from "../src/prod/identity.ts";

/** A mistake that a person makes, and the exact words that come back. */
interface Row {
  readonly mistake: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly says: string;
}

const key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const rows: readonly Row[] = [
  {
    mistake: "a place for a region",
    values: { aws: { region: "Frankfurt" } },
    says: 'monitoring:aws.region is "Frankfurt"; it must be a region of AWS, e.g. us-east-1',
  },
  {
    mistake: "a zone for a region",
    values: { aws: { region: "eu-central-1a" } },
    says: 'monitoring:aws.region is "eu-central-1a"; it must be a region of AWS, e.g. us-east-1',
  },
  {
    mistake: "an account without quotes",
    values: { aws: { account: 123456789012 } },
    says: 'monitoring:aws.account is 123456789012; it must be the 12 digits of an AWS account in quotes, e.g. "123456789012"',
  },
  {
    mistake: "an account as the console shows it",
    values: { aws: { account: "1234-5678-9012" } },
    says: 'monitoring:aws.account is "1234-5678-9012"; it must be the 12 digits of an AWS account in quotes, e.g. "123456789012"',
  },
  {
    mistake: "a misspelt key",
    values: { aws: { regoin: "eu-central-1" } },
    says: "monitoring:aws.regoin is not a known key; did you mean monitoring:aws.region?",
  },
  {
    mistake: "a tag that AWS keeps for itself",
    values: { aws: { tags: { "aws:team": "shop" } } },
    says: "monitoring:aws.tags is a mapping; it must be a mapping of names to texts, e.g. { team: customer-success }",
  },
  {
    mistake: "a database without its storage",
    values: { aws: { rds: { main: { instance: "customer-success" } } } },
    says: "monitoring:aws.rds.main.storage is not set; it must be a positive whole number and one of MB, GB, TB, e.g. 10GB",
  },
  {
    mistake: "a database's address for its identifier",
    values: {
      aws: { rds: { main: { instance: "db.abc.eu-central-1.rds.amazonaws.com", storage: "100GB" } } },
    },
    says: 'monitoring:aws.rds.main.instance is "db.abc.eu-central-1.rds.amazonaws.com"; it must be an RDS instance\'s identifier, e.g. customer-success',
  },
  {
    mistake: "a cache's identifier with an underscore",
    values: { aws: { elasticache: { sessions: { cluster: "sessions_001" } } } },
    says: 'monitoring:aws.elasticache.sessions.cluster is "sessions_001"; it must be an ElastiCache node\'s identifier, e.g. sessions-001',
  },
  {
    mistake: "a service of ECS by its ARN",
    values: { aws: { ecs: { server: { cluster: "shop", service: "arn:aws:ecs:eu-central-1" } } } },
    says: 'monitoring:aws.ecs.server.service is "arn:aws:ecs:eu-central-1"; it must be a name of ECS: up to 255 letters, digits, _ and -, e.g. mcp-server',
  },
  {
    mistake: "a name of one's own that no alarm could have",
    values: { aws: { rds: { "Main DB": { instance: "customer-success", storage: "100GB" } } } },
    says: 'monitoring:aws.rds.Main DB has the name "Main DB"; it must be lower-case letters, digits and dashes, starting with a letter, e.g. crm',
  },
  {
    mistake: "a key's alias",
    values: { workspace: { kmsKeyArn: "alias/monitoring" } },
    says: 'monitoring:workspace.kmsKeyArn is "alias/monitoring"; it must be a key\'s ARN, e.g. arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  {
    mistake: "a key of another region",
    values: { aws: { region: "us-east-1" }, workspace: { kmsKeyArn: key } },
    says: "monitoring:workspace.kmsKeyArn is in the region eu-central-1, but monitoring:aws.region is us-east-1; give one of there, or change region",
  },
  {
    mistake: "a key of another account",
    values: { aws: { account: "111122223333" }, workspace: { kmsKeyArn: key } },
    says: "monitoring:workspace.kmsKeyArn is in the account 123456789012, but monitoring:aws.account is 111122223333; give one of there, or change account",
  },
  {
    mistake: "PagerDuty's secret in another region",
    values: {
      aws: { region: "us-east-1" },
      amp: {
        pagerduty: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:pagerduty-AbCdEf" },
      },
    },
    says: "monitoring:amp.pagerduty.secretArn is in the region eu-central-1, but monitoring:aws.region is us-east-1; give one of there, or change region",
  },
  {
    mistake: "a retention longer than AMP's",
    values: { workspace: { retention: "2000d" } },
    says: 'monitoring:workspace.retention is "2000d"; it must be whole days, at most 1095d, e.g. 150d',
  },
  {
    mistake: "a retention of hours",
    values: { workspace: { retention: "36h" } },
    says: 'monitoring:workspace.retention is "36h"; it must be whole days, at most 1095d, e.g. 150d',
  },
  {
    mistake: "a window longer than AMP's",
    values: { workspace: { outOfOrderWindow: "1h" } },
    says: 'monitoring:workspace.outOfOrderWindow is "1h"; it must be at most 10m, which is all that AMP takes',
  },
  {
    mistake: "rules that look back for days",
    values: { workspace: { ruleQueryOffset: "2d" } },
    says: 'monitoring:workspace.ruleQueryOffset is "2d"; it must be at most 1d; every alert is as much later',
  },
  {
    mistake: "no series at all",
    values: { workspace: { seriesLimit: 0 } },
    says: "monitoring:workspace.seriesLimit is 0; it must be a whole number above 0",
  },
  {
    mistake: "a limit for nothing in particular",
    values: { workspace: { seriesLimits: [{ labels: {}, maxSeries: 10 }] } },
    says: "monitoring:workspace.seriesLimits.0.labels is a mapping; it must be a mapping of labels to texts, e.g. { service: mcp-server }",
  },
  {
    mistake: "a misspelt key in a list",
    values: { workspace: { seriesLimits: [{ labels: { job: "node" }, maxSeries: 10, maxSerie: 5 }] } },
    says: "monitoring:workspace.seriesLimits.0.maxSerie is not a known key; did you mean monitoring:workspace.seriesLimits.0.maxSeries?",
  },
  {
    mistake: "two limits for the same labels",
    values: {
      workspace: {
        seriesLimits: [
          { labels: { job: "node", env: "prod" }, maxSeries: 10 },
          { labels: { env: "prod", job: "node" }, maxSeries: 20 },
        ],
      },
    },
    says: "monitoring:workspace.seriesLimits.1.labels is that of seriesLimits.0, too; AMP takes one limit for each set of labels: remove one of them",
  },
  {
    mistake: "a limit for a metric that no metric is called",
    values: { workspace: { seriesLimits: [{ labels: { __name__: "http-requests" }, maxSeries: 10 }] } },
    says: 'monitoring:workspace.seriesLimits.0.labels.__name__ is "http-requests"; it must be a metric\'s name: letters, digits, _ and : (AWS: "__name__ label value must satisfy regular expression pattern [a-zA-Z_:][a-zA-Z0-9_:]*")',
  },
  {
    mistake: "more limits than AMP has",
    values: {
      workspace: {
        seriesLimits: Array.from({ length: 100 }, (_, i) => ({ labels: { team: `${i}` }, maxSeries: 10 })),
      },
    },
    says: "monitoring:workspace.seriesLimits has 100 rows; it must be at most 99",
  },
  {
    mistake: "logs that are kept for a number of days that CloudWatch has not",
    values: { workspace: { logRetention: 42 } },
    says: "monitoring:workspace.logRetention is 42; it must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  },
];

describe("a mistake about AWS", () => {
  test.each(rows)("$mistake", ({ values, says }) => {
    expect(checkConfig(values).problems.map(({ message }) => message)).toEqual([says]);
  });

  test("comes together with all others", () => {
    const { config, problems } = checkConfig({
      aws: { account: "me", tags: { team: 7 } },
      amp: { email: ["oncall@example.com"] },
      workspace: { retention: "2000d", kmsKeyArn: "key", seriesLimits: [{ labels: { job: "node" } }] },
    });
    expect([...problems, ...stackProblems("prod", config)].map(({ key }) => key)).toEqual([
      "aws.account",
      "aws.tags",
      "workspace.kmsKeyArn",
      "workspace.seriesLimits.0.maxSeries",
      "workspace.retention",
      "aws.region",
      "grafanaUrl",
    ]);
  });
});

test.each([
  ["aws:region", "aws:region is set, but nothing reads it; write monitoring:aws.region"],
  [
    "aws:profile",
    "aws:profile is set, but nothing reads it; set AWS_PROFILE in your shell, where everyone has another",
  ],
  ["aws:retryMode", "aws:retryMode is set, but nothing reads it; remove it"],
  [
    "grafana:auth",
    "grafana:auth is set, but nothing reads it; set it with: npm run pulumi -- config set --secret monitoring:grafanaAuth -s prod",
  ],
])("a provider's own key is refused, because nothing reads it: %s", (key, message) => {
  expect(providerKeyProblems(["monitoring:aws", "pulumi:tags", key])).toEqual([{ key, message }]);
});

test("right values pass", () => {
  const result = readConfig({
    aws: { region: "us-gov-west-1", account: "012345678901", tags: { team: "customer success", empty: "" } },
    workspace: { retention: "1095d", outOfOrderWindow: "10m", ruleQueryOffset: "30s", logRetention: 3653 },
  });
  expect(result).toMatchObject({ ok: true });
});

test("credentials of another account than the one that is meant are refused", () => {
  const identity = { accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/deployer" };
  expect(accountProblem(undefined, identity)).toBeUndefined();
  expect(accountProblem("111122223333", identity)).toBeUndefined();
  expect(accountProblem("444455556666", identity)).toBe(
    "the credentials are of AWS account 111122223333 (arn:aws:iam::111122223333:user/deployer), but monitoring:aws.account is 444455556666; use credentials of that account (AWS_PROFILE names them), or change the key",
  );
});
