import { join } from "node:path";
import { capture } from "../child.ts";
import { ownCredentials } from "../aws/own-credentials.ts";
import { stackConfig } from "../care/stack-config.ts";
import { prepareCli } from "../prepare.ts";
import { repository } from "../repository.ts";
import { UserError } from "../user-error.ts";
import { localApi, type AlertmanagerApi } from "./alertmanager-api.ts";

/** Which Alertmanager a command is about. */
export const whichOptions = {
  stack: { type: "string", short: "s", default: "dev" },
  /** The workspace's address, where Pulumi need not be asked. */
  workspace: { type: "string" },
} as const;

/** What those options were given as. */
export interface Which {
  readonly stack: string;
  readonly workspace?: string | undefined;
}

/** The Alertmanager of the dev stack, or with signed requests that of prod. */
export async function whichAlertmanager({ stack, workspace }: Which): Promise<AlertmanagerApi> {
  if (workspace === undefined && stack === "dev") return localApi(stackConfig().config);
  if (workspace === undefined && stack !== "prod") {
    throw new UserError(`there is no stack "${stack}"; there are dev and prod`);
  }
  // Loaded only here: dev needs nothing of AWS.
  const { ampApi, regionOf } = await import("./amp-api.ts");
  const address = workspace ?? (await workspaceOfProd());
  return ampApi({ workspace: address, region: regionOf(address), credentials: await ownCredentials() });
}

/** What the prod stack says of its workspace, by the backend and login of the person who calls. */
async function workspaceOfProd(): Promise<string> {
  const { cli } = await prepareCli({ yes: false });
  const env = {
    ...process.env,
    PATH: `${cli.bin}:${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: cli.home,
  };
  const args = ["stack", "output", "prometheusEndpoint", "--stack", "prod", "--non-interactive"];
  const { code, stdout, stderr } = await capture(join(cli.bin, "pulumi"), args, { env, cwd: repository });
  if (code === 0) return stdout.trim();
  throw new UserError(
    `Pulumi does not say where prod's workspace is; give it with --workspace <url>. It said:\n${stderr.trim()}`,
  );
}
