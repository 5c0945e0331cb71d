import { describe, expect, test } from "@jest/globals";
import { fromContainer, readConfig, watched } from "../src/index.ts";

describe("an address as a container sees it", () => {
  test.each([
    ["http://localhost:3001/metrics", "http://host.docker.internal:3001/metrics"],
    ["http://127.0.0.1:3001", "http://host.docker.internal:3001"],
    ["localhost:5432", "host.docker.internal:5432"],
    ["localhost", "host.docker.internal"],
    ["http://localhost.example.com/", "http://localhost.example.com/"],
    ["db.example.com:5432", "db.example.com:5432"],
  ])("%s is %s", (address, expected) => {
    expect(fromContainer(address)).toBe(expected);
  });
});

test("the user's own server, databases and integrations take the demo's place", () => {
  const result = readConfig({
    demo: false,
    mcpServer: "https://mcp.example.com/internal/metrics",
    mcpProbe: { url: "http://localhost:3001/mcp", method: "discover" },
    postgres: "localhost:5432",
    postgresSslmode: "disable",
    integrations: { crm: "https://crm.example.com/health" },
  });
  if (!result.ok) throw new Error(result.problems.join());
  const { jobs, probes } = watched(result.config);
  expect(jobs.find(({ name }) => name === "mcp-server")).toMatchObject({
    path: "/internal/metrics",
    targets: [{ endpoint: { scheme: "https", host: "mcp.example.com", port: 443 } }],
  });
  expect(jobs.map(({ name }) => name)).toEqual(expect.arrayContaining(["postgres", "node", "cadvisor"]));
  expect(jobs.map(({ name }) => name)).not.toContain("redis");
  expect(probes).toEqual([
    { target: "http://host.docker.internal:3001/mcp", service: "mcp-server", module: "mcp_discover" },
    { target: "https://crm.example.com/health", service: "crm", module: "http_2xx" },
    { target: "host.docker.internal:5432", service: "postgres", module: "tcp_connect" },
  ]);
});
