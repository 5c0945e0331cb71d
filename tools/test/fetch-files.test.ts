import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchFilesProgram } from "@monitoring/collection/aws";
import { afterEach, describe, expect, test } from "@jest/globals";
import { listen } from "../src/loopback.ts";
import { readBody, signedFor } from "../src/outage/remote-write-wire.ts";
import { serveTaskRole, type TaskRole } from "../src/outage/task-role.ts";

const region = "eu-central-1";
const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mcp-postgres-exporter-AbCdEf";
const password = '*:*:*:*:pä"ss\\\\word $HOME\n';
const configuration = "global: { scrape_interval: 15s }\n";

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** AWS's answers, in turn; the last one for ever. Every request has to be signed by the task's role. */
interface Double {
  readonly url: string;
  readonly asked: string[];
}

const open: Server[] = [];
let role: TaskRole;

async function double(service: "s3" | "secretsmanager", answers: readonly Answer[]): Promise<Double> {
  const check = signedFor(region, role.accessKeyId, role.secretAccessKey, service);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const wrong = check(request, body);
      const { status, text } =
        wrong === undefined
          ? (answers[Math.min(asked.length, answers.length - 1)] ?? { status: 500, text: "" })
          : { status: 403, text: `<Error><Code>SignatureDoesNotMatch</Code></Error> ${wrong}` };
      asked.push(`${request.method ?? ""} ${request.url ?? ""} ${body.toString()}`);
      response.writeHead(status).end(text);
    });
  });
  open.push(server);
  return { url: `http://127.0.0.1:${await listen(server)}`, asked };
}

const well = (text: string): Answer => ({ status: 200, text });
const secretAnswer = well(JSON.stringify({ ARN: arn, SecretString: password, VersionId: "v2" }));

/** Runs the program as a task's first container does: its text, on Node, with nothing else. */
async function run(
  objects: readonly Answer[],
  secrets: readonly Answer[],
  env: Readonly<Record<string, string>> = {},
) {
  role = await serveTaskRole();
  const [s3, secretsmanager] = await Promise.all([double("s3", objects), double("secretsmanager", secrets)]);
  const folder = mkdtempSync(join(tmpdir(), "monitoring-task-"));
  const paths = {
    config: join(folder, "etc/prometheus.yml"),
    secret: join(folder, "run/pgpass"),
    data: join(folder, "data"),
  };
  const owner = process.getuid?.() === 0 ? 65_534 : (process.getuid?.() ?? 0);
  mkdirSync(paths.data);
  const order = {
    region,
    owner,
    folders: [paths.data],
    files: [
      {
        to: paths.config,
        from: { kind: "object", bucket: "mcp-config-1", key: "prometheus-a.yml", version: "a/b+c=" },
      },
      { to: paths.secret, from: { kind: "secret", arn, version: "v2" } },
    ],
  };
  const child = spawn(process.execPath, ["--input-type=module", "--eval", fetchFilesProgram()], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: "/nowhere",
      FILES: JSON.stringify(order),
      FETCH_BACKOFF_MS: "1",
      AWS_ENDPOINT_URL_S3: `${s3.url}/mcp-config-1`,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsmanager.url,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: role.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] ?? "",
      ...env,
    },
  });
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => words.push(data.toString()));
  const [code] = (await once(child, "close")) as [number];
  await role.close();
  return { code, said: words.join(""), paths, owner, s3: s3.asked, secretsmanager: secretsmanager.asked };
}

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

describe("the program that brings a task's files", () => {
  test("writes the deployed versions as they are, readable by their owner alone, with signed requests", async () => {
    const { code, said, paths, owner, s3, secretsmanager } = await run([well(configuration)], [secretAnswer]);
    expect([code, said]).toEqual([0, `wrote ${paths.config}\nwrote ${paths.secret}\n`]);
    expect(readFileSync(paths.config, "utf8")).toBe(configuration);
    expect(readFileSync(paths.secret, "utf8")).toBe(password);
    for (const path of [paths.config, paths.secret]) {
      const { mode, uid, gid } = statSync(path);
      expect([(mode & 0o777).toString(8), uid]).toEqual(["400", owner]);
      expect(gid).toBe(owner);
    }
    expect(statSync(paths.data).uid).toBe(owner);
    expect(s3).toEqual(["GET /mcp-config-1/prometheus-a.yml?versionId=a%2Fb%2Bc%3D "]);
    expect(secretsmanager).toEqual([`POST / {"SecretId":"${arn}","VersionId":"v2"}`]);
  });

  test("tries again what may pass", async () => {
    const busy = { status: 503, text: "SlowDown" };
    const { code, s3 } = await run(
      [busy, busy, well(configuration)],
      [{ status: 429, text: "" }, secretAnswer],
    );
    expect(code).toBe(0);
    expect(s3).toHaveLength(3);
  });

  test("fails at once where it is refused, with AWS's word for it and without the answer", async () => {
    const refused = {
      status: 400,
      text: JSON.stringify({ __type: "AccessDeniedException", Message: `canary ${password}` }),
    };
    const { code, said, secretsmanager, paths } = await run([well(configuration)], [refused]);
    expect(code).not.toBe(0);
    expect(said).toContain(`${paths.secret}: status 400, AccessDeniedException`);
    expect(said).not.toContain("canary");
    expect(secretsmanager).toHaveLength(1);
    expect(() => statSync(paths.secret)).toThrow("ENOENT");
  });

  test("gives up after six tries", async () => {
    const { code, said, s3, paths } = await run(
      [{ status: 500, text: "<Code>InternalError</Code>" }],
      [secretAnswer],
    );
    expect(code).not.toBe(0);
    expect(said).toContain(`${paths.config}: status 500, InternalError`);
    expect(s3).toHaveLength(6);
  });

  test("says that it has no role", async () => {
    const { code, said } = await run([well(configuration)], [secretAnswer], {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/role",
    });
    expect(code).not.toBe(0);
    expect(said).toContain("the task's role: ");
  });
});
