import { join } from "node:path";
import { browserUrl } from "@monitoring/collection";
import { isAvailable, type GrafanaServer, type StackName } from "@monitoring/stacks";
import { stackConfig } from "../care/stack-config.ts";
import { capture } from "../child.ts";
import { prepareCli } from "../prepare.ts";
import { repository } from "../repository.ts";
import { openSession } from "../session.ts";
import { configOf, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { UserError } from "../user-error.ts";

/** A stack's Grafana, and what this person authenticates to it with; Pulumi knows both. */
export function whichGrafana(stack: StackName): Promise<GrafanaServer> {
  return stack === "dev" ? devGrafana() : prodGrafana();
}

async function devGrafana(): Promise<GrafanaServer> {
  const { home, config } = stackConfig();
  const { grafana: port } = config.ports;
  if (!isAvailable(config, "grafana")) {
    throw new UserError(
      "the dev stack runs no Grafana here, only a preview, in which nothing can be changed; --stack prod asks prod's",
    );
  }
  if (port === false) throw new UserError("ports.grafana is false, so Grafana cannot be asked from here");
  const session = await openSession({
    ...(await prepareCli({ yes: false })),
    home,
    backend: process.env["PULUMI_BACKEND_URL"],
  });
  const password = await session.capture([
    ...["config", "get", "monitoring:grafanaAdminPassword"],
    ...["--stack", "dev", "--non-interactive"],
  ]);
  return { url: browserUrl(config.bindAddress, port), auth: `admin:${password.trim()}` };
}

async function prodGrafana(): Promise<GrafanaServer> {
  const path = trackedSettingsPath("prod");
  const { grafanaUrl } = configOf(readSettings(path), path);
  if (grafanaUrl === undefined) throw new UserError(`${path} names no Grafana: set monitoring:grafanaUrl`);
  const { cli } = await prepareCli({ yes: false });
  const env = {
    ...process.env,
    PATH: `${cli.bin}:${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: cli.home,
  };
  const args = ["config", "get", "monitoring:grafanaAuth", "--stack", "prod", "--non-interactive"];
  const { code, stdout, stderr } = await capture(join(cli.bin, "pulumi"), args, { env, cwd: repository });
  if (code === 0) return { url: grafanaUrl, auth: stdout.trim() };
  throw new UserError(`Pulumi does not give the token of prod's Grafana; it said:\n${stderr.trim()}`);
}
