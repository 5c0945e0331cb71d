import { describe, expect, test } from "@jest/globals";
import { allRun, fingerprint, type EngineView, type InspectedContainer } from "../src/engine-view.ts";

const prometheus: InspectedContainer = {
  Id: "4711",
  Name: "/mcp-prometheus",
  Image: "sha256:1",
  State: { Running: true },
  Config: { User: "65534" },
  HostConfig: { RestartPolicy: { Name: "unless-stopped" } },
  Mounts: [{ Destination: "/prometheus" }, { Destination: "/etc/prometheus" }],
  NetworkSettings: { Networks: { "mcp-scrape": { Aliases: ["prometheus"] } } },
};
const seeder: InspectedContainer = {
  ...prometheus,
  Id: "4712",
  Name: "/mcp-prometheus-config",
  State: { Running: false },
  HostConfig: { RestartPolicy: { Name: "no" } },
};
const view: EngineView = {
  containers: [prometheus, seeder],
  volumes: ["mcp-prometheus-data"],
  networks: ["n1", "n2"],
  images: ["sha256:1", "sha256:2"],
};
const withPrometheus = (change: Partial<InspectedContainer>): EngineView => ({
  ...view,
  containers: [{ ...prometheus, ...change }, seeder],
});

describe("the fingerprint of a stack's objects", () => {
  test("does not change with their order, their addresses, or images of others", () => {
    const address = { "mcp-scrape": { Aliases: ["prometheus"], IPAddress: "172.18.0.9" } };
    const same: EngineView = {
      containers: [
        seeder,
        { ...prometheus, Mounts: prometheus.Mounts.toReversed(), NetworkSettings: { Networks: address } },
      ],
      volumes: view.volumes,
      networks: ["n2", "n1"],
      images: ["sha256:3", "sha256:1"],
    };
    expect(fingerprint(same)).toBe(fingerprint(view));
  });

  test.each<[string, EngineView]>([
    ["a container is gone", { ...view, containers: [seeder] }],
    ["a container was made anew", withPrometheus({ Id: "4713" })],
    ["a container was renamed", withPrometheus({ Name: "/old-prometheus" })],
    ["a container was stopped", withPrometheus({ State: { Running: false } })],
    [
      "a container's limits were changed by hand",
      withPrometheus({
        HostConfig: { ...prometheus.HostConfig, Memory: 1 } as InspectedContainer["HostConfig"],
      }),
    ],
    ["a container was taken off its network", withPrometheus({ NetworkSettings: { Networks: {} } })],
    ["a volume is gone", { ...view, volumes: [] }],
    ["a network is gone", { ...view, networks: ["n1"] }],
    ["the image of a container is gone", { ...view, images: ["sha256:2"] }],
  ])("changes when %s", (_, changed) => {
    expect(fingerprint(changed)).not.toBe(fingerprint(view));
  });
});

describe("everything that is to run", () => {
  test("runs, though a file writer does not", () => {
    expect(allRun(view)).toBe(true);
  });

  test("does not run when a service has ended", () => {
    expect(allRun(withPrometheus({ State: { Running: false } }))).toBe(false);
  });
});
