import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { composeProject, composeYaml, recordDev, type ComposeProject } from "../src/compose/index.ts";
import { artefacts, readConfig, requiredSecrets, type Artefacts } from "../src/index.ts";
import type { Registered } from "../src/record.ts";

const canary = "0123456789abcdef0123456789abcdef";

interface Service {
  readonly volumes?: readonly {
    readonly type: string;
    readonly source: string;
    readonly read_only?: boolean;
  }[];
  readonly ports?: readonly string[];
  readonly [key: string]: unknown;
}

describe("the dev stack as a compose project", () => {
  let registered: readonly Registered[];
  let project: ComposeProject;
  let compiled: Artefacts;
  let services: Readonly<Record<string, Service>>;

  beforeAll(async () => {
    const result = readConfig({});
    if (!result.ok) throw new Error("the defaults are refused");
    const secrets = Object.fromEntries(requiredSecrets(result.config).map((name) => [name, canary]));
    registered = await recordDev(result.config, secrets);
    project = composeProject(registered, "mcp");
    compiled = artefacts("dev", result.config);
    services = (parse(composeYaml(project)) as { services: Record<string, Service> }).services;
  });

  test("runs every container that Pulumi starts, under the same name", () => {
    const started = registered
      .filter(({ type, inputs }) => type === "docker:index/container:Container" && inputs["start"] !== false)
      .map(({ inputs }) => inputs["name"]);
    expect(started.length).toBeGreaterThan(5);
    expect(
      Object.values(services)
        .map((service) => service["container_name"])
        .sort(),
    ).toEqual([...started].sort());
  });

  test("writes Prometheus to this text", () => {
    expect(services["prometheus"]).toMatchObject({
      container_name: "mcp-prometheus",
      user: "65534:65534",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      mem_limit: "1024m",
      memswap_limit: "1024m",
      logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
      stop_grace_period: "60s",
      restart: "unless-stopped",
      ports: ["127.0.0.1:9090:9090"],
      extra_hosts: ["host.docker.internal:host-gateway"],
      volumes: [
        { type: "bind", source: "./files/prometheus-config", target: "/etc/prometheus", read_only: true },
        { type: "volume", source: "prometheus-data", target: "/prometheus" },
      ],
    });
  });

  test("keeps the hardening of every container", () => {
    for (const [name, service] of Object.entries(services)) {
      expect([name, service]).toEqual([
        name,
        expect.objectContaining({
          read_only: true,
          cap_drop: ["ALL"],
          security_opt: ["no-new-privileges:true"],
          mem_limit: service["memswap_limit"],
        }),
      ]);
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  test("has the compiled files, byte for byte", () => {
    const contents = Object.values(project.files).map(({ content }) => content);
    const placed = Object.entries(compiled);
    expect(placed.length).toBeGreaterThan(4);
    for (const [path, text] of placed) expect([path, contents.includes(text)]).toEqual([path, true]);
  });

  test("mounts every file and nothing that is not there", () => {
    const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.filter(({ source }) => source.startsWith("./")),
    );
    const folders = Object.keys(project.files).map((path) => `./${path.split("/").slice(0, 2).join("/")}`);
    expect([...new Set(mounted.map(({ source }) => source))].sort()).toEqual([...new Set(folders)].sort());
    expect(mounted.every(({ read_only }) => read_only)).toBe(true);
  });

  test("declares every volume and network that a service uses, under the name that Pulumi gives it", () => {
    const { volumes, networks } = project.compose;
    const used = Object.values(services).flatMap((service) => service.volumes ?? []);
    for (const { type, source } of used) if (type === "volume") expect(volumes).toHaveProperty([source]);
    for (const service of Object.values(services)) {
      for (const network of Object.keys(service["networks"] ?? {}))
        expect(networks).toHaveProperty([network]);
    }
    expect(volumes["prometheus-data"]).toMatchObject({ name: "mcp-prometheus-data" });
  });

  test("has no secret in compose.yaml, and marks each file that holds one", () => {
    expect(composeYaml(project)).not.toContain(canary);
    const open = Object.entries(project.files).filter(
      ([, { content, secret }]) => content.includes(canary) && !secret,
    );
    expect(open).toEqual([]);
  });

  test("quotes what YAML 1.1 would read as something else", () => {
    expect(composeYaml(project)).toContain('restart: "no"');
  });
});

describe("a translation", () => {
  const atTheTop = { protect: false, parent: "", dependencies: [], urn: "" };
  const container = (inputs: Record<string, unknown>): Registered => ({
    type: "docker:index/container:Container",
    name: "x",
    inputs: { name: "mcp-x", image: "sha256:x-image", ...inputs },
    ...atTheTop,
  });

  test("doubles dollars, which compose would replace", () => {
    const { compose } = composeProject([container({ command: ["echo $HOME"] })], "mcp");
    expect(compose.services["x"]).toMatchObject({ command: ["echo $$HOME"] });
  });

  test("refuses a property that it does not know", () => {
    expect(() => composeProject([container({ usernsMode: "host" })], "mcp")).toThrow(
      "container mcp-x has the property usernsMode, which has no row in stacks/src/compose/service-fields.ts",
    );
  });

  test("refuses a resource that it does not know", () => {
    const plugin: Registered = { type: "docker:index/plugin:Plugin", name: "p", inputs: {}, ...atTheTop };
    expect(() => composeProject([plugin], "mcp")).toThrow("p (docker:index/plugin:Plugin)");
  });
});
