import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import {
  artefacts,
  checkConfig,
  prometheusFiles,
  readConfig,
  requiredSecrets,
  resolveDestinations,
  textsOf,
  unreadable,
  warnings,
  type Config,
} from "../src/index.ts";

const read = (values: Readonly<Record<string, unknown>>): Config => {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
};

const url = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1";
const several = {
  remoteWrite: {
    mimir: { kind: "generic", url: "https://mimir.example.com/push", username: "me" },
    amp: { kind: "amp", url, accessKey: "AKIAIOSFODNN7EXAMPLE" },
    another: { kind: "amp", url: url.replace("us-east-1", "eu-west-1"), accessKey: "AKIAI44QH8DHBEXAMPLE" },
    role: { kind: "amp", url: `${url}2`, accessKey: "ambient" },
    thanos: { kind: "generic", url: "http://thanos.example.com/receive", token: true },
    open: { kind: "generic", url: "http://victoria.example.com/write" },
    dd: { kind: "datadog" },
  },
};

describe("destinations", () => {
  test("of several kinds get a file each for what they authenticate by", () => {
    const { destinations, secretFiles } = resolveDestinations(read(several));
    expect(destinations.map(({ name }) => name)).toEqual([
      "amp",
      "another",
      "mimir",
      "open",
      "role",
      "thanos",
    ]);
    expect(Object.keys(secretFiles).sort()).toEqual([
      "aws-credentials",
      "remote-write-mimir",
      "remote-write-thanos",
    ]);
    const { secrets = [], content } = secretFiles["aws-credentials"] ?? {};
    expect(content?.(secrets.map((name) => `secret of ${name}`))).toBe(
      "[amp]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret of remoteWriteSecret-amp\n\n" +
        "[another]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = secret of remoteWriteSecret-another\n",
    );
  });

  test("need their secrets, each its own", () => {
    const own = requiredSecrets(read(several)).filter((name) => name.startsWith("remoteWriteSecret-"));
    expect(own).toEqual([
      "remoteWriteSecret-amp",
      "remoteWriteSecret-another",
      "remoteWriteSecret-mimir",
      "remoteWriteSecret-thanos",
    ]);
  });

  test("are in prometheus.yml, Datadog is not", () => {
    const { remote_write } = parse(prometheusFiles(read(several), {})["prometheus.yml"] ?? "") as {
      readonly remote_write: readonly { readonly name: string }[];
    };
    expect(remote_write.map(({ name }) => name)).toEqual([
      "amp",
      "another",
      "mimir",
      "open",
      "role",
      "thanos",
    ]);
    expect(remote_write[0]).toMatchObject({
      url: `${url}/api/v1/remote_write`,
      sigv4: { region: "us-east-1", profile: "amp" },
    });
    expect(remote_write[4]).toMatchObject({ sigv4: { region: "us-east-1" } });
  });

  test("are nowhere unless they are configured", () => {
    expect(prometheusFiles(read({}), {})["prometheus.yml"]).not.toContain("remote_write");
  });

  test("that get a secret over http are warned of", () => {
    expect(warnings(read(several)).map(({ key }) => key)).toEqual(["remoteWrite.thanos.url"]);
  });

  test("may have any name, and their mistakes come one at a time", () => {
    expect(checkConfig({ remoteWrite: { a: { kind: "amp" } } }).problems).toHaveLength(1);
  });
});

describe("what leaves", () => {
  const relabelling = (values: object, custom = {}): string => {
    const config = read({ remoteWrite: { a: { kind: "generic", url: "https://a.example.com" } }, ...values });
    const { remote_write } = parse(prometheusFiles(config, custom)["prometheus.yml"] ?? "") as {
      readonly remote_write: readonly [{ readonly write_relabel_configs?: unknown }];
    };
    return JSON.stringify(remote_write[0].write_relabel_configs ?? "none");
  };

  test("is what the catalogue reads", () => {
    expect(relabelling({})).toContain("mcp_tool_duration_seconds_bucket");
    expect(relabelling({})).not.toContain("mcp_tool_duration_seconds_sum");
  });

  test("is not what rules compute", () => {
    expect(relabelling({})).not.toContain("service:");
  });

  test("is everything where that is wanted", () => {
    expect(relabelling({ ship: "all" })).toBe('"none"');
  });

  test("is also what a person wants kept", () => {
    const keep = "node_context_switches_total";
    expect(relabelling({})).not.toContain(keep);
    expect(relabelling({ keep: [keep] })).toContain(keep);
  });

  test("is also what custom dashboards and rules read, but not what these rules compute", () => {
    const dashboard = {
      title: "x",
      panels: [{ panels: [{ targets: [{ expr: "rate(custom_total[$__interval])" }] }] }],
    };
    const rules =
      "groups: [{ name: x, rules: [{ record: 'a:b', expr: 'sum(raw_total)' }, { alert: X, expr: 'a:b > 1' }] }]";
    const said = relabelling({}, { "dashboards/x.json": JSON.stringify(dashboard), "rules/x.yml": rules });
    expect(said).toContain("custom_total");
    expect(said).toContain("raw_total");
    expect(said).not.toContain("a:b");
  });

  test("is not what only an alert that was switched off reads", () => {
    const off = { enabled: false };
    const said = relabelling({ alerts: { PrometheusCompactionFailing: off } });
    expect(relabelling({})).toContain("tsdb_reloads_failures_total");
    expect(said).not.toContain("tsdb_reloads_failures_total");
  });
});

describe("a dashboard's texts", () => {
  const texts = (dashboard: object): string[] =>
    textsOf({ "dashboards/x.json": JSON.stringify(dashboard) }).readers.map(({ text }) => text);

  test("are those of panels, annotations and variables", () => {
    expect(
      texts({
        panels: [{ targets: [{ expr: "a" }, { expr: "" }] }],
        annotations: { list: [{ expr: "b" }] },
        templating: {
          list: [
            { name: "v", query: "label_values(c{x='1'}, y)" },
            { name: "w", query: { query: "query_result(d)" } },
            { name: "m", query: "metrics(pg_.*)" },
            { name: "l", query: "label_values(job)" },
            { name: "k", query: "1m,5m" },
          ],
        },
      }).sort(),
    ).toEqual(["a", "b", "c{x='1'}", "d", '{__name__=~".*(?:pg_.*).*"}']);
  });

  test.each([
    ["rate(a[$interval])", "rate(a[5m])"],
    ["max_over_time(rate(a[5m])[1h:$res])", "max_over_time(rate(a[5m])[1h:5m])"],
    ["topk($n, a)", "topk(5, a)"],
    ["sum by ($label) (a)", "sum by (instance) (a)"],
    ['a{x=~"$x", y="${y:regex}"}', 'a{x=~".*", y=".*"}'],
  ])("with a variable anywhere are PromQL: %s", (expr, text) => {
    const { readers } = textsOf({
      "dashboards/x.json": JSON.stringify({ panels: [{ targets: [{ expr }] }] }),
    });
    expect(readers.map((reader) => reader.text)).toEqual([text]);
    expect(unreadable(readers)).toEqual([]);
  });

  test("that is not JSON are none", () => {
    expect(textsOf({ "dashboards/x.json": "{", "rules/x.yml": "a: [" })).toEqual({
      readers: [],
      computed: [],
    });
  });
});

test("render writes a collector's configuration for Datadog, in both stacks", () => {
  for (const stack of ["dev", "prod"] as const) {
    const text = artefacts(stack, read(several))["datadog/dd.yaml"] ?? "";
    const collector = parse(text) as {
      readonly receivers: {
        readonly prometheus: { readonly config: { readonly scrape_configs: readonly object[] } };
      };
    };
    const { scrape_configs } = collector.receivers.prometheus.config;
    expect(scrape_configs).toContainEqual(expect.objectContaining({ job_name: "mcp-server" }));
    expect(text).toContain("mcp_tool_executions_total");
    expect(text).toContain(`env: ${stack}`);
  }
});
