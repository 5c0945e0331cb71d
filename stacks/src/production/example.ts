import { onPlatform } from "../on-platform.ts";
import { readConfig, type Config, type SecretName } from "../config.ts";

const values = {
  aws: {
    region: "eu-central-1",
    account: "111122223333",
    tags: { team: "customer-success" },
    rds: { main: { instance: "customer-success", storage: "100GB", memory: "16GB" } },
    elasticache: { sessions: { cluster: "sessions-001" } },
    ecs: { server: { cluster: "app", service: "mcp-server" } },
  },
  grafanaUrl: "https://grafana.example.com",
  amp: {
    email: ["oncall@example.com"],
    slack: { workspace: "T0123456789", channel: "C0123456789" },
    pagerduty: {},
    webhook: {},
    heartbeat: {},
  },
  collector: {
    kind: "ecs",
    cluster: "arn:aws:ecs:eu-central-1:111122223333:cluster/app",
    vpc: "vpc-0123456789abcdef0",
    subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    securityGroups: ["sg-0123456789abcdef0"],
    mcpServer: { service: "mcp-server", port: 3001 },
  },
  postgres: "db.example.com:5432",
  postgresSslmode: "verify-full",
  redis: "cache.example.com:6379",
  redisUser: "monitoring",
  mcpProbe: { url: "https://mcp.example.com/mcp", token: true },
} as const;

/** Secrets of the shapes that they have to have; of nothing. */
export const exampleSecrets = {
  grafanaAuth: "glsa_example",
  pagerdutyRoutingKey: "0123456789abcdef0123456789abcdef",
  webhookUrl: "https://hook.example.com/example",
  heartbeatUrl: "https://hc-ping.com/example",
  postgresExporterPassword: "example",
  redisExporterPassword: "example",
  mcpProbeToken: "example",
} as const satisfies Partial<Record<SecretName, string>>;

/** A prod stack that has everything that one can have. */
export function exampleProd(): Config {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return onPlatform("prod", result.config);
}
