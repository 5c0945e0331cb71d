import { createHash, createHmac } from "node:crypto";

/** A request as a server sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * A double of AWS's check of Signature Version 4, written from its description and independent of the library that
 * signs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(request: SeenRequest, secret: string): string {
  const authorization = String(request.headers["authorization"]);
  const [, scope = ""] = /Credential=[^/]+\/([^,]+)/.exec(authorization) ?? [];
  const [, signed = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const [path = "", query = ""] = request.path.split("?");
  const canonical = [
    request.method,
    // Every service but S3 encodes the encoded path once more.
    path.split("/").map(encodeURIComponent).join("/"),
    query.split("&").filter(Boolean).sort().join("&"),
    ...signed.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}`),
    "",
    signed,
    sha256(request.body),
  ].join("\n");
  const date = String(request.headers["x-amz-date"]);
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  const key = scope
    .split("/")
    .reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  return hmac(key, toSign).toString("hex");
}

/** The signature that a request carries. */
export function carriedSignature({ headers }: SeenRequest): string {
  return /Signature=([0-9a-f]{64})$/.exec(String(headers["authorization"]))?.[1] ?? "";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
