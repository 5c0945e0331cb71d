/**
 * Runs in a task's first container, with nothing but Node: brings the files that the others read into the task's
 * volumes, and ends. ECS itself hands secrets over as environment variables alone, which everyone sees who may look at
 * a task. Deployed as text, so it imports nothing of this project and knows no library; a test checks its signatures
 * with one that AWS did not write.
 */
import { createHash, createHmac } from "node:crypto";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

interface Wanted {
  /** Where it is written. */
  readonly to: string;
  readonly from:
    | { readonly kind: "object"; readonly bucket: string; readonly key: string; readonly version: string }
    | { readonly kind: "secret"; readonly arn: string; readonly version: string };
}

interface Order {
  readonly region: string;
  /** Numeric user and group that the files belong to. */
  readonly owner: number;
  readonly files: readonly Wanted[];
  /** Folders that the owner may write to. */
  readonly folders: readonly string[];
}

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
}

interface Call {
  readonly service: "s3" | "secretsmanager";
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const order = JSON.parse(process.env["FILES"] ?? "{}") as Order;
const tries = 6;

const credentials = JSON.parse(await attempt("the task's role", () => fetch(roleUrl()))) as Credentials;
for (const folder of order.folders) chownSync(folder, order.owner, order.owner);
for (const wanted of order.files) {
  const text = await attempt(wanted.to, () => send(callFor(wanted)));
  write(wanted.to, wanted.from.kind === "secret" ? secretOf(text) : text);
  process.stdout.write(`wrote ${wanted.to}\n`);
}

/** Where ECS gives a task its role's credentials. */
function roleUrl(): string {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, AWS_CONTAINER_CREDENTIALS_FULL_URI: url } =
    process.env;
  return url ?? `http://169.254.170.2${path ?? ""}`;
}

function callFor({ from }: Wanted): Call {
  const suffix = order.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  switch (from.kind) {
    case "object": {
      const host =
        process.env["AWS_ENDPOINT_URL_S3"] ?? `https://${from.bucket}.s3.${order.region}.${suffix}`;
      const url = new URL(`${host}/${from.key}`);
      url.searchParams.set("versionId", from.version);
      return { service: "s3", method: "GET", url, headers: {}, body: "" };
    }
    case "secret": {
      const host =
        process.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"] ?? `https://secretsmanager.${order.region}.${suffix}`;
      return {
        service: "secretsmanager",
        method: "POST",
        url: new URL(host),
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "secretsmanager.GetSecretValue",
        },
        body: JSON.stringify({ SecretId: from.arn, VersionId: from.version }),
      };
    }
  }
}

function secretOf(text: string): string {
  return (JSON.parse(text) as { readonly SecretString: string }).SecretString;
}

/** Signature version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
async function send({ service, method, url, headers, body }: Call): Promise<Response> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const hashed = sha256(body);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-content-sha256": hashed,
    "x-amz-date": time,
    "x-amz-security-token": credentials.Token,
  };
  const names = Object.keys(signed).sort();
  const request = [
    method,
    url.pathname,
    url.searchParams.toString(),
    ...names.map((name) => `${name}:${signed[name] ?? ""}`),
    "",
    names.join(";"),
    hashed,
  ].join("\n");
  const scope = `${time.slice(0, 8)}/${order.region}/${service}/aws4_request`;
  const key = scope
    .split("/")
    .reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${credentials.SecretAccessKey}`);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(request)].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.AccessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const { host: _, ...sent } = signed;
  return fetch(url, { method, headers: { ...sent, authorization }, ...(method === "POST" && { body }) });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** What is answered in the end; what may pass is tried again for half a minute. An answer never shows: it may hold a secret. */
async function attempt(what: string, ask: () => Promise<Response>): Promise<string> {
  for (let i = 1; ; i++) {
    const { ok, status, text } = await ask().then(
      async (response) => ({ ok: response.ok, status: response.status, text: await response.text() }),
      (error: unknown) => ({ ok: false, status: 0, text: String((error as Error).cause ?? error) }),
    );
    if (ok) return text;
    const passing = status === 0 || status === 429 || status >= 500;
    if (passing && i < tries) await sleep(2 ** (i - 1) * Number(process.env["FETCH_BACKOFF_MS"] ?? 1000));
    else throw new Error(`${what}: ${status === 0 ? text : `status ${status}, ${reason(text)}`}`);
  }
}

/** AWS's own word for what is wrong, in JSON or XML. */
function reason(text: string): string {
  return /(?:"__type"\s*:\s*"|<Code>)([\w.#]+)/.exec(text)?.[1] ?? "no reason given";
}

// Readable by its owner alone, and never half written where it is looked for.
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  if (existsSync(unfinished)) rmSync(unfinished);
  writeFileSync(unfinished, text, { mode: 0o400 });
  chownSync(unfinished, order.owner, order.owner);
  renameSync(unfinished, path);
}
