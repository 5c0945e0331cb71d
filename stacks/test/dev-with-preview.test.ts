import { expect, test } from "@jest/globals";
import { previewFiles, publishedPorts, readConfig, requiredSecrets } from "../src/index.ts";
import { imageId, record } from "./record.ts";

const result = readConfig({ unavailable: ["grafana"] });
if (!result.ok) throw new Error(result.problems.join());
const { config } = result;

test("where Grafana cannot be had, its preview is placed in its stead, knows no secret, and reaches only what it asks", async () => {
  const names = requiredSecrets(config);
  expect(names.filter((name) => name.startsWith("grafana"))).toEqual([]);
  const secrets = Object.fromEntries(names.map((name) => [name, `secret-${name}`]));
  const all = await record("dev", secrets, async () => (await import("../src/dev.ts")).place(config));

  expect(all.filter(({ name }) => name.startsWith("grafana"))).toEqual([]);
  const container = all.find(
    ({ type, name }) => type === "docker:index/container:Container" && name === "preview",
  );
  expect(container?.inputs).toMatchObject({
    name: "mcp-preview",
    image: imageId("preview-image"),
    user: "1000:1000",
    readOnly: true,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    envs: [],
    command: [
      "--shown=/shown/shown.json.gz.base64",
      "--prometheus=http://prometheus:9090",
      "--alertmanager=http://alertmanager:9093",
    ],
    ports: [{ internal: 3000, external: 3000, ip: "127.0.0.1" }],
    mounts: [{ type: "volume", target: "/shown", readOnly: true }],
  });
  expect(container?.inputs["networksAdvanced"]).toMatchObject([{ aliases: ["preview"] }]);
  const ofPreview = all.filter(({ name }) => name.startsWith("preview"));
  expect(JSON.stringify(ofPreview)).not.toContain("secret-");
});

test("the preview's port is Grafana's", () => {
  expect(publishedPorts(config)).toContainEqual({ service: "grafana", port: 3000 });
  expect(publishedPorts({ ...config, unavailable: ["grafana", "preview"] })).not.toContainEqual({
    service: "grafana",
    port: 3000,
  });
});

test("the preview shows every dashboard under its folder, those of the clone among them", () => {
  const custom = {
    "dashboards/Team/orders.json": '{"title":"Orders","uid":"orders","tags":["shop"],"panels":[]}',
  };
  const { site, files } = previewFiles(config, custom);
  expect(site.dashboards.map(({ folder, uid }) => `${folder}/${uid}`)).toEqual([
    "Operations/mcp-server-overview",
    "Operations/service-levels",
    "Operations/integration-health",
    "Operations/system-resources",
    "Operations/monitoring-health",
    "Development/database-performance",
    "Business/business",
    "Team/orders",
  ]);
  expect(site.dashboards.at(-1)).toEqual({
    uid: "orders",
    title: "Orders",
    folder: "Team",
    description: "",
    tags: ["shop"],
    file: "custom/Team/orders.json",
  });
  expect(Object.keys(files).sort()).toEqual(site.dashboards.map(({ file }) => file).sort());
  expect(site).toMatchObject({
    scrapeInterval: "15s",
    prometheusUrl: "http://127.0.0.1:9090",
    alertmanagerUrl: "http://127.0.0.1:9093",
  });
});
