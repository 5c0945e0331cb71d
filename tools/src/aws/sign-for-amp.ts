import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

/** What AWS knows a caller by. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who signs requests to workspaces of a region, and when. */
export interface AmpSigner {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** @default the clock */
  readonly now?: () => Date;
}

/** A request's headers with its signature among them. */
export type Sign = (
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body?: string,
) => Promise<Readonly<Record<string, string>>>;

/** Signs requests as AMP wants them: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-APIReference.html */
export function signForAmp({ region, credentials, now = () => new Date() }: AmpSigner): Sign {
  const signer = new SignatureV4({ service: "aps", region, credentials, sha256: Sha256 });
  return async (method, url, headers, body) => {
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { host: url.host, ...headers },
        ...(body !== undefined && { body }),
      },
      { signingDate: now() },
    );
    // fetch writes the host itself.
    const { host: _, ...rest } = signed.headers;
    return rest;
  };
}
