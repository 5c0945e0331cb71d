import { describe, expect, test } from "@jest/globals";
import { ampRegion, ampWriteUrl, compileDatadog, compileRemoteWrite, datadogSite } from "../src/index.ts";

const workspace = "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1";

describe("a destination", () => {
  test("in AMP is signed, throttled requests are sent again, and what AMP would refuse is not sent", () => {
    const amp = {
      kind: "amp",
      name: "amp",
      url: `${workspace}/`,
      region: "eu-west-1",
      profile: "amp",
    } as const;
    expect(compileRemoteWrite(amp, [])).toEqual({
      name: "amp",
      url: `${workspace}/api/v1/remote_write`,
      sigv4: { region: "eu-west-1", profile: "amp" },
      queue_config: {
        retry_on_http_429: true,
        sample_age_limit: "55m",
        min_backoff: "100ms",
        max_backoff: "10s",
        batch_send_deadline: "5s",
      },
    });
  });

  test("in AMP may be reached by a role", () => {
    const role = "arn:aws:iam::123456789012:role/metrics";
    const amp = { kind: "amp", name: "amp", url: workspace, region: "eu-west-1", role } as const;
    expect(compileRemoteWrite(amp, [])).toMatchObject({ sigv4: { region: "eu-west-1", role_arn: role } });
  });

  test("elsewhere authenticates by a file", () => {
    const generic = { kind: "generic", name: "mimir", url: "https://mimir.example.com/api/v1/push" } as const;
    const basic = {
      ...generic,
      auth: { kind: "basic", username: "me", passwordFile: "/secrets/a" },
    } as const;
    const bearer = { ...generic, auth: { kind: "bearer", tokenFile: "/secrets/b" } } as const;
    expect(compileRemoteWrite(basic, [])).toMatchObject({
      basic_auth: { username: "me", password_file: "/secrets/a" },
    });
    expect(compileRemoteWrite(bearer, [])).toMatchObject({
      authorization: { type: "Bearer", credentials_file: "/secrets/b" },
    });
    expect(compileRemoteWrite(generic, [])).toEqual({
      name: "mimir",
      url: generic.url,
      queue_config: {
        retry_on_http_429: true,
        min_backoff: "100ms",
        max_backoff: "10s",
        batch_send_deadline: "5s",
      },
    });
  });

  test("holds back what is to be held back", () => {
    const keep = [{ action: "keep", regex: "up" }] as const;
    const generic = { kind: "generic", name: "a", url: "https://a.example.com" } as const;
    expect(compileRemoteWrite(generic, keep)).toMatchObject({ write_relabel_configs: keep });
  });
});

test.each([workspace, `${workspace}/`, `${workspace}/api/v1/remote_write`])("%s is completed", (url) => {
  expect(ampWriteUrl(url)).toBe(`${workspace}/api/v1/remote_write`);
});

test.each([
  [workspace, "eu-west-1"],
  ["https://aps-workspaces-fips.us-gov-west-1.amazonaws.com/workspaces/ws-1", "us-gov-west-1"],
  ["https://aps-workspaces.us-east-2.api.aws/workspaces/ws-1", "us-east-2"],
  ["https://aps-workspaces.example.com/workspaces/ws-1", undefined],
])("%s is in %s", (url, region) => {
  expect(ampRegion(url)).toBe(region);
});

test.each([
  ["https://api.datadoghq.com/api/v1/series", "datadoghq.com"],
  ["https://api.us5.datadoghq.com/api/v2/series", "us5.datadoghq.com"],
  ["https://api.datadoghq.eu/api/intake", "datadoghq.eu"],
  ["https://datadoghq.com.example.com/", undefined],
])("%s is of Datadog's site %s", (url, site) => {
  expect(datadogSite(url)).toBe(site);
});

test("the collector for Datadog scrapes the same, and takes no $ of it for a variable", () => {
  const prometheus = {
    global: { scrape_interval: "15s" },
    scrape_configs: [
      { job_name: "a", relabel_configs: [{ replacement: "$1" }] },
      { job_name: "b", metric_relabel_configs: [{ action: "drop", regex: "x" }] },
    ],
  };
  const keep = [{ action: "keep", regex: "up" }] as const;
  expect(compileDatadog({ site: "datadoghq.eu", prometheus, keep })).toEqual({
    receivers: {
      prometheus: {
        config: {
          global: { scrape_interval: "15s" },
          scrape_configs: [
            { job_name: "a", relabel_configs: [{ replacement: "$$1" }], metric_relabel_configs: keep },
            { job_name: "b", metric_relabel_configs: [{ action: "drop", regex: "x" }, ...keep] },
          ],
        },
      },
    },
    processors: { batch: { send_batch_max_size: 1000, send_batch_size: 100, timeout: "10s" } },
    exporters: {
      datadog: { api: { key: "${file:/etc/otelcol-contrib/datadog-api-key}", site: "datadoghq.eu" } },
    },
    service: {
      pipelines: { metrics: { receivers: ["prometheus"], processors: ["batch"], exporters: ["datadog"] } },
    },
  });
});
