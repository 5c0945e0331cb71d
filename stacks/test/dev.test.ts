import { beforeAll, describe, expect, test } from "@jest/globals";
import { dataOwners, readConfig } from "../src/index.ts";
import { record, type Registered } from "./record.ts";

const canary = "0123456789abcdef0123456789abcdef";
const secrets = { inboxToken: canary, mcpToken: canary, postgresPassword: canary, redisPassword: canary };

interface Container {
  readonly name: string;
  readonly user?: string;
  readonly readOnly?: boolean;
  readonly start?: boolean;
  readonly envs?: readonly string[];
  readonly labels: readonly { label: string; value: string }[];
  readonly ports?: readonly { ip: string; external: number }[];
  readonly [property: string]: unknown;
}

describe("the dev stack", () => {
  let all: readonly Registered[];
  let containers: readonly Container[];
  let services: readonly Container[];

  beforeAll(async () => {
    const result = readConfig({});
    if (!result.ok) throw new Error(result.problems.join());
    all = await record("dev", secrets, async () => (await import("../src/dev.ts")).place(result.config));
    containers = all
      .filter(({ type }) => type === "docker:index/container:Container")
      .map(({ inputs }) => inputs as Container);
    services = containers.filter(({ start, attach }) => start !== false && attach !== true);
  });

  test("runs these containers", () => {
    expect(services.map(({ name }) => name).sort()).toEqual([
      "mcp-alertmanager",
      "mcp-blackbox-exporter",
      "mcp-inbox",
      "mcp-integrations",
      "mcp-load",
      "mcp-postgres",
      "mcp-prometheus",
      "mcp-redis",
      "mcp-server",
    ]);
  });

  test("hardens every one of them", () => {
    for (const container of services) {
      expect(container).toMatchObject({
        readOnly: true,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        restart: "unless-stopped",
        destroyGraceSeconds: 60,
        logOpts: { "max-size": "10m", "max-file": "3" },
      });
      expect(container.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(container["memory"]).toBe(container["memorySwap"]);
    }
  });

  test("publishes ports on the loopback address only", () => {
    const ports = services.flatMap((container) => container.ports ?? []);
    expect(ports.map(({ ip }) => ip)).toEqual(ports.map(() => "127.0.0.1"));
    expect(ports.map(({ external }) => external).sort()).toEqual([3001, 3002, 8025, 9090, 9093, 9115]);
  });

  test("puts no secret into an environment variable, label, command or a file that others may read", () => {
    for (const { name, uploads, ...rest } of containers) {
      expect(`${name} ${JSON.stringify(rest)}`).not.toContain(canary);
      for (const upload of (uploads ?? []) as { content: string; permissions: string }[]) {
        if (upload.content.includes(canary)) expect([name, upload.permissions]).toEqual([name, "0400"]);
      }
    }
  });

  test("writes every secret file that Alertmanager's configuration names", () => {
    const named = /\/etc\/alertmanager-secrets\/[a-z-]+/g;
    const uploads = (name: string) =>
      (containers.find((container) => container.name === name)?.["uploads"] ?? []) as {
        file: string;
        content: string;
      }[];
    const wanted = [
      ...new Set(uploads("mcp-alertmanager-config").flatMap(({ content }) => content.match(named) ?? [])),
    ];
    const written = uploads("mcp-alertmanager-secrets").map(({ file }) => file);
    expect(wanted).toHaveLength(5);
    expect(written.sort()).toEqual(wanted.sort());
  });

  test("writes each data volume as the user that the check of volumes expects", () => {
    const written = services.flatMap(({ user, mounts }) =>
      (mounts as { source: string; readOnly: boolean }[])
        .filter(({ readOnly }) => !readOnly)
        .map(({ source }) => [source.replace(/^mcp-/, ""), Number(user?.split(":")[0])]),
    );
    expect(Object.fromEntries(written)).toEqual(dataOwners);
  });

  test("keeps data in volumes of their own", () => {
    const names = all
      .filter(({ type }) => type === "docker:index/volume:Volume")
      .map(({ inputs }) => inputs["name"]);
    expect(names).toEqual(
      expect.arrayContaining([
        "mcp-prometheus-data",
        "mcp-alertmanager-data",
        "mcp-postgres-data",
        "mcp-redis-data",
      ]),
    );
  });
});
