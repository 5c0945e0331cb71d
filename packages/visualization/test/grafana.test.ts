import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compileGrafana, toIni } from "../src/index.ts";

const files = compileGrafana({
  prometheus: { scheme: "http", host: "prometheus", port: 9090 },
  alertmanager: { scheme: "http", host: "alertmanager", port: 9093 },
  scrapeInterval: "15s",
  externalUrl: "http://127.0.0.1:3000",
  folders: ["Business", "Operations"],
  home: "operations/mcp-server-overview.json",
});

describe("Grafana's files", () => {
  const golden = [
    "grafana.ini",
    "provisioning/datasources/monitoring.yml",
    "provisioning/dashboards/monitoring.yml",
  ];
  test.each(golden)("%s is as in test/golden", (path) => {
    expect(files[path]).toBe(readFileSync(join(import.meta.dirname, "golden", path), "utf8"));
  });

  test("hold no secret, only where it lies", () => {
    const secrets = Object.values(files)
      .join("\n")
      .match(/^.*(password|secret_key) = .*$/gm);
    expect(secrets).toEqual([
      "admin_password = $__file{/run/secrets/grafana/admin-password}",
      "secret_key = $__file{/run/secrets/grafana/secret-key}",
    ]);
  });
});

test("a setting that would end its line is refused", () => {
  expect(() => toIni({ server: { root_url: "http://a\n[auth.anonymous]" } })).toThrow(
    "the setting root_url holds a character that ini cannot",
  );
});
