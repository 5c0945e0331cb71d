import { signForAmp, type AmpSigner } from "../aws/sign-for-amp.ts";
import { UserError } from "../user-error.ts";
import { apiOf, request, type AlertmanagerApi } from "./alertmanager-api.ts";

/** How a workspace is reached. */
export interface AmpAccess extends AmpSigner {
  /** The workspace's address, as the prod stack's output `prometheusEndpoint` gives it. */
  readonly workspace: string;
}

/** The alert manager of an AMP workspace: the same API, with every request signed. */
export function ampApi({ workspace, ...signer }: AmpAccess): AlertmanagerApi {
  const base = new URL(`${workspace.replace(/\/$/, "")}/alertmanager/api/v2`);
  const sign = signForAmp(signer);
  return apiOf(async (method, path, body) => {
    const url = new URL(`${base.href}${path}`);
    const json = body !== undefined ? { "content-type": "application/json" } : {};
    return request(url.href, method, body, await sign(method, url, json, body));
  });
}

/** The region in a workspace's address. @throws UserError if it is no such address */
export function regionOf(workspace: string): string {
  const [, region] =
    /^https:\/\/aps-workspaces(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)\/workspaces\/ws-[\w-]+\/?$/.exec(
      workspace,
    ) ?? [];
  if (region !== undefined) return region;
  throw new UserError(
    `"${workspace}" is no workspace; it must be https://aps-workspaces.<region>.amazonaws.com/workspaces/ws-.../, as ` +
      "npm run pulumi -- stack output prometheusEndpoint --stack prod prints it",
  );
}
