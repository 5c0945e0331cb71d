import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHome } from "../src/home.ts";
import { refuseForeign } from "../src/compose/compose-folder.ts";
import { renderCompose } from "../src/compose/render-compose.ts";
import { openSealed } from "../src/compose/sealed-values.ts";

// Made with `pulumi config set --secret` of CLI 3.250 under the passphrase "correct horse".
const sealedByPulumi = {
  salt: "v1:VIwnx4V+rPQ=:v1:NvCB/mrb+3I2bMKv:NHb89fyYJl+lBkjLYZObbbQOs04kzw==",
  value: "v1:o+jv+l6gq0oDTeK2:alM0ngvX+BCFn+KmVCD5+fiIZLWVgnf/dyrC+Eug",
};

test("a secret that Pulumi sealed opens without Pulumi", () => {
  expect(openSealed("correct horse", sealedByPulumi.salt)(sealedByPulumi.value)).toBe("battery staple");
});

test("a secret does not open with another passphrase", () => {
  expect(() => openSealed("wrong", sealedByPulumi.salt)(sealedByPulumi.value)).toThrow();
});

describe("a compose folder", () => {
  let scratch: string;
  const before = { ...process.env };

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "monitoring-compose-"));
    process.env["MONITORING_HOME"] = join(scratch, "home");
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    delete process.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
    process.env["MONITORING_SETTINGS"] = join(scratch, "settings.yaml");
    writeFileSync(join(scratch, "settings.yaml"), "config: {}\n");
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(scratch, { recursive: true });
  });

  test("that somebody else filled is refused", () => {
    writeFileSync(join(scratch, "mine"), "");
    expect(() => {
      refuseForeign(scratch);
    }).toThrow("is not empty and was not written by `npm run render -- compose`");
  });

  test("takes images and secrets that the clone has, and no value that has left the tracked settings", async () => {
    const home = openHome();
    const { salt, value } = sealedByPulumi;
    const settings = {
      encryptionsalt: salt,
      config: {
        "monitoring:images": { prometheus: "registry.example.com/prometheus:1" },
        "monitoring:mcpToken": { secure: value },
        "monitoring:retention": "90d",
      },
    };
    // JSON is YAML.
    writeFileSync(home.settings, JSON.stringify(settings));
    writeFileSync(home.lastTracked, JSON.stringify({ "monitoring:retention": "90d" }));
    writeFileSync(home.passphraseFile, "correct horse");
    const folder = join(scratch, "out");
    await renderCompose(folder, home);
    const compose = readFileSync(join(folder, "compose.yaml"), "utf8");
    expect(compose).toContain("image: registry.example.com/prometheus:1\n");
    expect(compose).toContain("--storage.tsdb.retention.time=30d");
    expect(readFileSync(join(folder, "files/demo-files/tokens.json"), "utf8")).toContain(
      "battery staple-support-console",
    );
    expect(
      Object.keys(JSON.parse(readFileSync(join(folder, ".secrets.json"), "utf8")) as object),
    ).not.toContain("mcpToken");
  });

  test("is closed, its files are readable inside, and a second render keeps its secrets", async () => {
    const folder = join(scratch, "new/out");
    const umask = process.umask(0o077);
    try {
      await renderCompose(folder, openHome());
      const mode = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);
      expect([mode("."), mode("files"), mode("files/postgres-files")]).toEqual(["700", "755", "755"]);
      expect([mode("files/postgres-files/password"), mode(".secrets.json")]).toEqual(["444", "600"]);
      const password = readFileSync(join(folder, "files/postgres-files/password"), "utf8");
      expect(password).toMatch(/^[0-9a-f]{32}$/);
      expect(readFileSync(join(folder, "compose.yaml"), "utf8")).not.toContain(password);

      mkdirSync(join(folder, "files/gone"));
      writeFileSync(join(folder, "files/gone/stale.yml"), "");
      const manifest = join(folder, ".rendered.json");
      const paths = JSON.parse(readFileSync(manifest, "utf8")) as string[];
      writeFileSync(manifest, JSON.stringify([...paths, "files/gone/stale.yml"]));
      await renderCompose(folder, openHome());
      expect(readFileSync(join(folder, "files/postgres-files/password"), "utf8")).toBe(password);
      expect(() => statSync(join(folder, "files/gone/stale.yml"))).toThrow("ENOENT");
    } finally {
      process.umask(umask);
    }
  });
});
