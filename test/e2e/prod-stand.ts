import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import aws from "@pulumi/aws/package.json" with { type: "json" };
import grafana from "@pulumiverse/grafana/package.json" with { type: "json" };
import { grafanaDouble, type GrafanaDouble } from "../../stacks/test/grafana-double.ts";
import { providerDouble, type ProviderDouble } from "./provider-double.ts";
import { outcome, start, type Outcome } from "./stand.ts";

/** Values that must not be seen anywhere; each of its secret's shape. */
export const canaries = {
  grafanaAuth: "glsa_canary0123456789",
  pagerdutyRoutingKey: "canary0123456789canary0123456789",
  webhookUrl: "https://hook.example.com/canary",
  heartbeatUrl: "https://hc-ping.com/canary",
} as const;

/** A prod stack of a test's own: a state, settings, and doubles of the providers and of Grafana's own API. */
export interface ProdStand {
  readonly doubles: { readonly aws: ProviderDouble; readonly grafana: ProviderDouble };
  readonly server: GrafanaDouble;
  /** Runs a command of the CLI on the stack. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<Outcome>;
  /** Changes the settings' text. */
  readonly edit: (change: (settings: string) => string) => void;
  /** Everything that lies in its folder, state and settings among it. */
  readonly files: () => string;
  readonly close: () => Promise<void>;
}

const settingsText = (url: string): string => `config:
  pulumi:disable-default-providers: [aws, grafana]
  monitoring:aws:
    region: eu-central-1
    account: "111122223333"
    rds: { main: { instance: customer-success, storage: 100GB } }
    elasticache: { sessions: { cluster: sessions-001 } }
    ecs: { server: { cluster: shop, service: mcp-server } }
  monitoring:grafanaUrl: ${url}
  monitoring:amp:
    email: [oncall@example.com]
    slack: { workspace: T0123456789, channel: C0123456789 }
    pagerduty: {}
    webhook: {}
    heartbeat: {}
`;

/**
 * Makes a stack that was never deployed, with its secrets set.
 * @param more secrets beside {@link canaries}
 */
export async function prodStand(more: Readonly<Record<string, string>> = {}): Promise<ProdStand> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-prod-"));
  const settings = join(folder, "Pulumi.prod.yaml");
  const doubles = {
    aws: await providerDouble({
      packageName: "@pulumi/aws",
      version: aws.version,
      computed: (type, id, inputs) => ({
        arn: arnOf(type, id),
        // Another one for other content.
        versionId: createHash("sha256").update(JSON.stringify(inputs)).digest("hex"),
        ...workspaceOutputs(type, id),
      }),
      answers: {
        "aws:index/getCallerIdentity:getCallerIdentity": {
          accountId: "111122223333",
          arn: "arn:aws:iam::111122223333:user/deployer",
        },
      },
      // As the package's documentation has it.
      replacing: {
        "aws:amp/ruleGroupNamespace:RuleGroupNamespace": ["name", "workspaceId"],
        "aws:amp/workspace:Workspace": ["kmsKeyArn"],
        "aws:sns/topic:Topic": ["name"],
      },
    }),
    grafana: await providerDouble({ packageName: "@pulumiverse/grafana", version: grafana.version }),
  };
  const server = await grafanaDouble({ token: canaries.grafanaAuth });
  const env = {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DEBUG_PROVIDERS: `aws:${doubles.aws.port},grafana:${doubles.grafana.port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Another than the configuration's, which alone counts.
    AWS_REGION: "us-east-1",
  };
  const pulumi = (args: readonly string[], input = ""): Promise<Outcome> => {
    const child = start(["pulumi", ...args], env);
    child.stdin.end(input);
    return outcome(child);
  };
  const onStack = ["--stack", "prod", "--non-interactive", "--config-file", settings];
  const succeed = async (args: readonly string[], input?: string): Promise<void> => {
    const { code, output } = await pulumi(args, input);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")}: ${output}`);
  };
  writeFileSync(join(folder, "Pulumi.yaml"), "name: monitoring\nruntime: nodejs\n");
  await succeed(["stack", "init", "prod", "--non-interactive", "--no-select", "--cwd", folder]);
  writeFileSync(settings, `${readFileSync(settings, "utf8")}${settingsText(server.url)}`);
  for (const [name, value] of Object.entries({ ...canaries, ...more })) {
    await succeed(["config", "set", "--secret", name, "--stack", "prod", "--config-file", settings], value);
  }
  return {
    doubles,
    server,
    // These know nothing of settings.
    run: (command, ...args) =>
      pulumi(command === "stack" ? [command, ...args, "--stack", "prod"] : [command, ...onStack, ...args]),
    edit: (change) => {
      writeFileSync(settings, change(readFileSync(settings, "utf8")));
    },
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
        .join("\n"),
    close: async () => {
      doubles.aws.stop();
      doubles.grafana.stop();
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** AWS's services by the packages that their resources are in, where the two differ. */
const services: Readonly<Record<string, string>> = { amp: "aps", cloudwatch: "logs" };

function arnOf(type: string, id: string): string {
  const [, module = ""] = type.split(/[:/]/);
  const kind = type === "aws:amp/workspace:Workspace" ? "workspace/" : "";
  return `arn:aws:${services[module] ?? module}:eu-central-1:111122223333:${kind}${id}`;
}

function workspaceOutputs(type: string, id: string): { readonly prometheusEndpoint?: string } {
  if (type !== "aws:amp/workspace:Workspace") return {};
  return { prometheusEndpoint: `https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/${id}/` };
}
