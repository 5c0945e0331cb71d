import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import aws from "@pulumi/aws/package.json" with { type: "json" };
import grafana from "@pulumiverse/grafana/package.json" with { type: "json" };
import { grafanaDouble, type GrafanaDouble } from "../../stacks/test/grafana-double.ts";
import { providerDouble, type ProviderDouble } from "./provider-double.ts";
import { outcome, start, type Outcome } from "./stand.ts";

/** A prod stack of a test's own, with doubles for what cannot be had: the two providers, and Grafana's own API. */
export interface ProdStand {
  /** Its state and its settings. */
  readonly folder: string;
  readonly settings: string;
  readonly doubles: { readonly aws: ProviderDouble; readonly grafana: ProviderDouble };
  readonly grafana: GrafanaDouble;
  readonly onProd: (command: string, ...args: string[]) => Promise<Outcome>;
  /** Types of what a double has placed, in alphabetical order. */
  readonly types: (double: ProviderDouble) => readonly string[];
  /** Everything that is written in {@link folder}. */
  readonly written: () => string;
  readonly close: () => Promise<void>;
}

const account = "111122223333";
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-central-1:${account}:${rest}`;

/** What AWS computes of the resources whose outputs others are made from. */
const computed = {
  "aws:amp/workspace:Workspace": (id: string) => ({
    prometheusEndpoint: `https://aps.example.com/workspaces/${id}/`,
    arn: arn("aps", `workspace/${id}`),
  }),
  "aws:cloudwatch/logGroup:LogGroup": (id: string) => ({ arn: arn("logs", `log-group:${id}`) }),
  "aws:ecs/taskDefinition:TaskDefinition": (id: string) => ({ arn: arn("ecs", `task-definition/${id}:1`) }),
  "aws:iam/role:Role": (id: string) => ({ arn: `arn:aws:iam::${account}:role/${id}` }),
  "aws:s3/bucket:Bucket": (id: string) => ({ arn: `arn:aws:s3:::${id}` }),
  // Another version for other content.
  "aws:s3/bucketObjectv2:BucketObjectv2": (id: string, { content }: { readonly content?: unknown }) => ({
    arn: `arn:aws:s3:::${id}`,
    versionId: createHash("sha256").update(JSON.stringify(content)).digest("hex"),
  }),
  "aws:secretsmanager/secret:Secret": (id: string) => ({ arn: arn("secretsmanager", `secret:${id}`) }),
  "aws:secretsmanager/secretVersion:SecretVersion": (id: string) => ({ versionId: id }),
  "aws:servicediscovery/service:Service": (id: string) => ({ arn: arn("servicediscovery", `service/${id}`) }),
  "aws:sns/topic:Topic": (id: string) => ({ arn: arn("sns", id) }),
};

/**
 * Opens a stack that has been configured, and not yet placed.
 * @param config lines of its settings, beside region, account, Grafana and one mailbox
 * @param secrets by key; Grafana's token is the one that its double takes
 */
export async function openProd(
  config: readonly string[],
  secrets: Readonly<Record<"grafanaAuth", string>> & Readonly<Record<string, string>>,
): Promise<ProdStand> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-prod-"));
  const settings = join(folder, "Pulumi.prod.yaml");
  const doubles = {
    aws: await providerDouble(aws.version, computed, {
      "aws:index/getCallerIdentity:getCallerIdentity": {
        accountId: account,
        arn: `arn:aws:iam::${account}:user/deployer`,
      },
    }),
    grafana: await providerDouble(grafana.version, {}),
  };
  const server = await grafanaDouble({ token: secrets.grafanaAuth });
  const env = {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DEBUG_PROVIDERS: `aws:${doubles.aws.port},grafana:${doubles.grafana.port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Of no account: the configuration says where everything goes.
    AWS_REGION: "us-east-1",
  };
  const pulumi = async (args: readonly string[], input = ""): Promise<Outcome> => {
    const child = start(["pulumi", ...args], env);
    child.stdin.end(input);
    return outcome(child);
  };
  const demand = async (args: readonly string[], input = ""): Promise<void> => {
    const { code, output } = await pulumi(args, input);
    if (code !== 0) throw new Error(output);
  };
  writeFileSync(join(folder, "Pulumi.yaml"), "name: monitoring\nruntime: nodejs\n");
  await demand(["stack", "init", "prod", "--non-interactive", "--no-select", "--cwd", folder]);
  const lines = [
    `aws: { region: eu-central-1, account: "${account}" }`,
    `grafanaUrl: ${server.url}`,
    "amp: { email: [oncall@example.com] }",
    ...config,
  ];
  const salt = readFileSync(settings, "utf8");
  writeFileSync(settings, `${salt}config:\n${lines.map((line) => `  monitoring:${line}\n`).join("")}`);
  for (const [key, value] of Object.entries(secrets)) {
    await demand(["config", "set", "--secret", key, "--stack", "prod", "--config-file", settings], value);
  }
  return {
    folder,
    settings,
    doubles,
    grafana: server,
    onProd: (command, ...args) =>
      pulumi([command, "--stack", "prod", "--non-interactive", "--config-file", settings, ...args]),
    types: (double) => [...double.resources.values()].map(({ type }) => type).sort(),
    written: () =>
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
