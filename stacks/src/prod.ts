import { Workspace } from "@monitoring/remote-storage/aws";
import { AmpDataSource, Dashboards, DeploymentMark } from "@monitoring/visualization/grafana";
import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { ampDataSource } from "@monitoring/visualization";
import { ampRuleProblems } from "@monitoring/alerting";
import { prodAlarms } from "./alarms.ts";
import { prodSecrets } from "./amp-receivers.ts";
import type { Config, SecretName } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { sayCost } from "./cost/say-cost.ts";
import { deployedDashboards } from "./deployed-dashboards.ts";
import { onPlatform } from "./on-platform.ts";
import { ruleNamespaces } from "./rule-files.ts";
import { placeAlerting } from "./prod/alerting.ts";
import { placeCollectors } from "./prod/collectors.ts";
import { awsProvider, sayIdentity, type OnAws } from "./prod/identity.ts";
import { sayNotPlaced } from "./prod/say-not-placed.ts";
import { programSecrets } from "./program-secrets.ts";

/**
 * Places rules and routes on Amazon Managed Service for Prometheus, and dashboards on Grafana.
 * @param custom what people dropped into the clone
 * @param named names the deployment in a configuration
 */
export async function place(
  given: Config,
  custom: CustomFiles = {},
  named = (config: Config): Promise<Config> => Promise.resolve(config),
): Promise<Record<string, pulumi.Output<string>>> {
  const config = onPlatform("prod", await named(given));
  sayNotPlaced(config, custom);
  sayCost(config);
  const secret = programSecrets(prodSecrets(config), config);
  const provider = awsProvider(config);
  await sayIdentity(config, provider);
  const onAws = { providers: { aws: provider } };
  const workspace = placeWorkspace(config, custom, onAws);
  placeAlerting(config, prodAlarms(config), workspace, secret, onAws);
  placeGrafana(config, custom, workspace, secret);
  const collected = placeCollectors(config, custom, workspace, secret, onAws);
  return {
    prometheusEndpoint: workspace.prometheusEndpoint,
    remoteWriteUrl: workspace.remoteWriteUrl,
    workspaceId: workspace.workspaceId,
    ...collected,
  };
}

function placeWorkspace(config: Config, custom: CustomFiles, onAws: OnAws): Workspace {
  const namespaces = ruleNamespaces(config, custom);
  const problems = ampRuleProblems(namespaces);
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  const { kmsKeyArn, logRetention, slowQuerySamples, ...settings } = config.workspace;
  return new Workspace(
    "monitoring",
    {
      alias: `${config.namePrefix}-monitoring`,
      ...(kmsKeyArn !== undefined && { kmsKeyArn }),
      settings,
      logs: { retentionDays: logRetention, slowQuerySamples },
      ruleNamespaces: namespaces,
      protect: config.protectData,
    },
    onAws,
  );
}

function placeGrafana(
  config: Config,
  custom: CustomFiles,
  { prometheusEndpoint, region }: Workspace,
  secret: (name: SecretName) => pulumi.Output<string>,
): void {
  const provider = new grafana.Provider("grafana", {
    // A missing address has been refused.
    url: config.grafanaUrl ?? "",
    auth: secret("grafanaAuth"),
  });
  const onGrafana = { providers: { grafana: provider } };
  new AmpDataSource("amp", { url: prometheusEndpoint, region }, onGrafana);
  const [{ uid: home }] = config.catalogue.dashboards;
  const dashboards = deployedDashboards(config, custom, ampDataSource);
  const placed = new Dashboards("dashboards", { dashboards, home }, onGrafana);
  const { deployment } = config;
  if (deployment) new DeploymentMark("deployment", deployment, { ...onGrafana, dependsOn: placed });
}
