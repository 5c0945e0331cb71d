import { beforeAll, describe, expect, test } from "@jest/globals";
import { dataOwners, readConfig } from "../src/index.ts";
import { policyViolations, record, type Registered } from "./record.ts";

const canary = "0123456789abcdef0123456789abcdef";
const secrets = {
  grafanaAdminPassword: canary,
  grafanaSecretKey: canary,
  inboxToken: canary,
  mcpToken: canary,
  postgresExporterPassword: canary,
  postgresPassword: canary,
  redisExporterPassword: canary,
  redisPassword: canary,
};

interface Container {
  readonly name: string;
  readonly user?: string;
  readonly readOnly?: boolean;
  readonly start?: boolean;
  readonly envs?: readonly string[];
  readonly mounts?: readonly { type: string; source: string; readOnly: boolean }[];
  readonly networksAdvanced?: readonly { name: string; aliases: readonly string[] }[];
  readonly labels: readonly { label: string; value: string }[];
  readonly ports?: readonly { ip: string; external: number }[];
  readonly [property: string]: unknown;
}

describe("the dev stack", () => {
  let all: readonly Registered[];
  let containers: readonly Container[];
  let services: readonly Container[];

  beforeAll(async () => {
    // As `npm run up` names it, by its content.
    const result = readConfig({ images: { demo: "mcp-local/demo:0123456789ab" } });
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
      "mcp-cadvisor",
      "mcp-grafana",
      "mcp-inbox",
      "mcp-integrations",
      "mcp-load",
      "mcp-node-exporter",
      "mcp-postgres",
      "mcp-postgres-exporter",
      "mcp-prometheus",
      "mcp-redis",
      "mcp-redis-exporter",
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
      // The engine's socket and layer folders belong to root; without capabilities it is an owner and nothing more.
      const root = container.name === "mcp-cadvisor";
      expect([container.name, container.user]).toEqual([
        container.name,
        root ? "0:0" : expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
      ]);
      expect(container).not.toHaveProperty("privileged");
      expect(container).not.toHaveProperty("pidMode");
      expect(container).not.toHaveProperty("networkMode");
      expect(container["memory"]).toBe(container["memorySwap"]);
    }
  });

  test("publishes ports on the loopback address only", () => {
    const ports = services.flatMap((container) => container.ports ?? []);
    expect(ports.map(({ ip }) => ip)).toEqual(ports.map(() => "127.0.0.1"));
    expect(ports.map(({ external }) => external).sort((a, b) => a - b)).toEqual([
      3000, 3001, 3002, 8025, 8080, 9090, 9093, 9100, 9115, 9121, 9187,
    ]);
  });

  test("keeps the databases away from Grafana, Alertmanager and the inbox", () => {
    const networks = Object.fromEntries(
      services.map(({ name, networksAdvanced }) => [
        name,
        (networksAdvanced ?? []).map((network) => network.name),
      ]),
    );
    expect(networks).toEqual({
      "mcp-alertmanager": ["mcp-notify", "mcp-ui"],
      "mcp-blackbox-exporter": ["mcp-scrape"],
      "mcp-cadvisor": ["mcp-scrape"],
      "mcp-grafana": ["mcp-ui"],
      "mcp-inbox": ["mcp-notify"],
      "mcp-integrations": ["mcp-scrape"],
      "mcp-load": ["mcp-scrape"],
      "mcp-node-exporter": ["mcp-scrape"],
      "mcp-postgres": ["mcp-scrape"],
      "mcp-postgres-exporter": ["mcp-scrape"],
      "mcp-prometheus": ["mcp-scrape", "mcp-notify", "mcp-ui"],
      "mcp-redis": ["mcp-scrape"],
      "mcp-redis-exporter": ["mcp-scrape"],
      "mcp-server": ["mcp-scrape"],
    });
  });

  test("shows only two services something of the host, and lets neither write", () => {
    const binds = services.flatMap(({ name, mounts }) =>
      (mounts ?? []).filter(({ type }) => type === "bind").map((mount) => ({ name, ...mount })),
    );
    expect(binds.every(({ readOnly }) => readOnly)).toBe(true);
    expect([...new Set(binds.map(({ name }) => name))].sort()).toEqual(["mcp-cadvisor", "mcp-node-exporter"]);
    expect(binds.filter(({ source }) => source.endsWith("docker.sock")).map(({ name }) => name)).toEqual([
      "mcp-cadvisor",
    ]);
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
      (mounts as unknown as { source: string; readOnly: boolean }[])
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
        "mcp-grafana-data",
        "mcp-postgres-data",
        "mcp-redis-data",
      ]),
    );
  });

  test("passes every policy", () => {
    expect(policyViolations(all)).toEqual({});
  });
});
