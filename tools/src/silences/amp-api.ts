import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { UserError } from "../user-error.ts";
import { apiOf, request, type AlertmanagerApi } from "./alertmanager-api.ts";

/** What AWS knows a caller by. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How a workspace is reached. */
export interface AmpAccess {
  /** The workspace's address, as the prod stack's output `prometheusEndpoint` gives it. */
  readonly workspace: string;
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** @default the clock */
  readonly now?: () => Date;
}

/**
 * The alert manager of an AMP workspace: the same API, with every request signed.
 * https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-APIReference.html
 */
export function ampApi({
  workspace,
  region,
  credentials,
  now = () => new Date(),
}: AmpAccess): AlertmanagerApi {
  const base = new URL(`${workspace.replace(/\/$/, "")}/alertmanager/api/v2`);
  const signer = new SignatureV4({ service: "aps", region, credentials, sha256: Sha256 });
  return apiOf(async (method, path, body) => {
    const url = new URL(`${base.href}${path}`);
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { host: url.host, ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body }),
      },
      { signingDate: now() },
    );
    // fetch writes the host itself.
    const { host: _, ...headers } = signed.headers;
    return request(url.href, method, body, headers);
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
