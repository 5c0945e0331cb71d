import { Workspace } from "@monitoring/remote-storage/aws";
import { AmpDataSource, Dashboards } from "@monitoring/visualization/grafana";
import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { ampDataSource } from "@monitoring/visualization";
import { ampInterval, ampProblems } from "@monitoring/remote-storage";
import { prodSecrets } from "./amp-receivers.ts";
import { ruleFiles } from "./artefacts.ts";
import type { Config } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { sayCost } from "./cost/say-cost.ts";
import { deployedDashboards } from "./deployed-dashboards.ts";
import { placeAlerting } from "./prod/alerting.ts";
import { programSecrets } from "./program-secrets.ts";

/**
 * Places rules and routes on Amazon Managed Service for Prometheus, and dashboards on Grafana.
 * @param custom what people dropped into the clone
 */
export function place(config: Config, custom: CustomFiles = {}): Record<string, pulumi.Output<string>> {
  const { grafanaUrl } = config;
  if (grafanaUrl === undefined) {
    throw new pulumi.RunError(
      "monitoring:grafanaUrl is not set; give the address of the Grafana server that gets the dashboards",
    );
  }
  sayCost(config);
  const ruleNamespaces = Object.fromEntries(
    Object.entries(ruleFiles(config, custom, ampInterval)).map(([path, text]) => [namespaceOf(path), text]),
  );
  const problems = Object.entries(ruleNamespaces).flatMap(([name, text]) => ampProblems(name, text));
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  const workspace = new Workspace("monitoring", {
    alias: "mcp-monitoring",
    ruleNamespaces,
    protect: config.protectData,
  });
  const secret = programSecrets(prodSecrets(config), config);
  placeAlerting(config, workspace, secret);
  const provider = new grafana.Provider("grafana", {
    url: grafanaUrl,
    auth: secret("grafanaAuth"),
  });
  const dashboards = deployedDashboards(config, custom, ampDataSource);
  const onGrafana = { providers: { grafana: provider } };
  const region = workspace.arn.apply((arn) => arn.split(":")[3] ?? "");
  new AmpDataSource("amp", { url: workspace.prometheusEndpoint, region }, onGrafana);
  const [{ uid: home }] = config.catalogue.dashboards;
  new Dashboards("dashboards", { dashboards, home }, onGrafana);
  return { prometheusEndpoint: workspace.prometheusEndpoint };
}

function namespaceOf(path: string): string {
  return path.replace(/^rules\//, "").replace(/\.yml$/, "");
}
