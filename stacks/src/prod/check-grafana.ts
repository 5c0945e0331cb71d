import * as pulumi from "@pulumi/pulumi";
import { secretProblems, type Config } from "../config.ts";
import { grafanaObstacle } from "./ask-grafana.ts";

/**
 * Asks Grafana whether an update would go through, before anything is placed. Where no answer comes at all a preview goes
 * on with a warning, because it may run where Grafana is out of reach.
 * @throws pulumi.RunError with what is wrong and what to do
 */
export async function checkGrafana({ grafanaUrl }: Config): Promise<void> {
  const secret = new pulumi.Config().getSecret("grafanaAuth");
  // What is not set is said with everything else that is not.
  if (grafanaUrl === undefined || secret === undefined) return;
  const auth = await new Promise<string>((resolve) => secret.apply(resolve));
  if (secretProblems({ grafanaAuth: auth }).length > 0) return;
  const obstacle = await grafanaObstacle({ url: grafanaUrl, auth });
  if (obstacle === undefined) return;
  if (obstacle.kind === "refuses" || !pulumi.runtime.isDryRun()) throw new pulumi.RunError(obstacle.message);
  await pulumi.log.warn(`${obstacle.message}. This preview goes on without it; an update would not.`);
}
