import { Workspace } from "@monitoring/remote-storage/aws";
import { Dashboards } from "@monitoring/visualization/grafana";
import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { ampDataSource } from "@monitoring/visualization";
import { ampInterval, ampProblems } from "@monitoring/remote-storage";
import { dashboardFiles, dashboardPath, ruleFiles } from "./artefacts.ts";
import { catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { sayCost } from "./cost/say-cost.ts";
import { programSecrets } from "./program-secrets.ts";
import { resolveDestinations } from "./shipping/destinations.ts";

/** Places rules on Amazon Managed Service for Prometheus and dashboards on Grafana. */
export function place(config: Config): Record<string, pulumi.Output<string>> {
  const { grafanaUrl } = config;
  if (grafanaUrl === undefined) {
    throw new pulumi.RunError(
      "monitoring:grafanaUrl is not set; give the address of the Grafana server that gets the dashboards",
    );
  }
  refuseUnsent(config);
  sayCost(config);
  const ruleNamespaces = Object.fromEntries(
    Object.entries(ruleFiles(config, ampInterval)).map(([path, text]) => [namespaceOf(path), text]),
  );
  const problems = Object.entries(ruleNamespaces).flatMap(([name, text]) => ampProblems(name, text));
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  const workspace = new Workspace("monitoring", {
    alias: "mcp-monitoring",
    ruleNamespaces,
    protect: config.protectData,
  });
  const provider = new grafana.Provider("grafana", {
    url: grafanaUrl,
    auth: programSecrets(["grafanaAuth"], config)("grafanaAuth"),
  });
  const files = dashboardFiles(config, ampDataSource);
  const dashboards = catalogue.dashboards.map(({ uid, folder }) => ({
    uid,
    folder,
    json: files[dashboardPath({ uid, folder })] ?? "",
  }));
  new Dashboards("dashboards", { dashboards }, { providers: { grafana: provider } });
  return { prometheusEndpoint: workspace.prometheusEndpoint };
}

/** What no part of this stack would send must not look as if it were sent. */
function refuseUnsent(config: Config): void {
  const [first] = resolveDestinations(config).destinations;
  if (first === undefined) return;
  throw new pulumi.RunError(
    `monitoring:remoteWrite.${first.name} is for the dev stack: prod keeps its samples in its own AMP workspace, and has ` +
      "no collectors yet that could send elsewhere; remove it, or write kind: datadog",
  );
}

function namespaceOf(path: string): string {
  return path.replace(/^rules\//, "").replace(/\.yml$/, "");
}
