import { alertsOf, expression, fateOf } from "@monitoring/alerting";
import { promql, whyBlind } from "@monitoring/collection";
import { expanded, panelsOf } from "@monitoring/visualization";
import { describe, expect, test } from "@jest/globals";
import {
  artefacts,
  catalogue,
  customNotWorking,
  notPlaced,
  notPlacedText,
  onPlatform,
  readConfig,
  watched,
} from "../src/index.ts";

const read = (values: Readonly<Record<string, unknown>> = {}) => {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
};
const prod = onPlatform("prod", read());

describe("on AWS", () => {
  test("alerts are left out that could never fire, each with its reason", () => {
    const machine = "Fargate and managed databases show nobody their machine";
    const containers = "Fargate shows nobody its containers";
    const manager = "AMP's alert manager shows its metrics to CloudWatch alone";
    const agents =
      "collectors are agents: AMP evaluates rules, notifies and stores, and shows its metrics to CloudWatch alone";
    expect(notPlaced("prod", catalogue).alerts).toEqual([
      { alert: "DiskSpaceCritical", why: machine },
      { alert: "HighCpuUsage", why: machine },
      { alert: "HighMemoryUsage", why: machine },
      { alert: "DiskWillFill", why: machine },
      { alert: "ContainerOutOfMemory", why: containers },
      { alert: "ContainerRestarting", why: containers },
      { alert: "RuleEvaluationFailing", why: agents },
      { alert: "RuleEvaluationSlow", why: agents },
      { alert: "PrometheusStorageCorrupted", why: agents },
      { alert: "PrometheusCompactionFailing", why: agents },
      { alert: "PrometheusSeriesMany", why: agents },
      { alert: "AlertmanagerReloadFailed", why: manager },
      { alert: "NotificationsFailing", why: manager },
      { alert: "AlertmanagerUnreachable", why: agents },
    ]);
  });

  test("no rule and no panel is left that could show nothing", () => {
    const computed = new Set(
      prod.catalogue.rules.flatMap(({ recordings }) => recordings.map(({ name }) => name)),
    );
    const all = new Set(catalogue.rules.flatMap(({ recordings }) => recordings.map(({ name }) => name)));
    const blind = whyBlind("aws");
    const whyGone: typeof blind = (wanted) =>
      all.has(wanted.metric ?? "") && !computed.has(wanted.metric ?? "") ? "not computed" : blind(wanted);
    const texts = [
      ...prod.catalogue.rules.flatMap(({ recordings }) => recordings.map(({ expr }) => expr.text)),
      ...alertsOf(prod.catalogue.rules).map((alert) => expression(alert).text),
      ...prod.catalogue.dashboards.flatMap((row) =>
        panelsOf(row).flatMap(({ queries }) => queries.map(({ expr }) => expanded(promql`${expr}`.text))),
      ),
    ];
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.filter((text) => fateOf(text, whyGone).gives !== "something")).toEqual([]);
  });

  test("no panel is left that could only say none for ever", () => {
    const left = notPlaced("prod", catalogue).panels.map(({ panel }) => panel);
    expect(left).toEqual(expect.arrayContaining(["Heartbeat", "Failed notifications", "Failed rules"]));
    expect(left).not.toContain("Firing alerts");
  });

  test("every alert that is left has a scenario in which it can fire there", () => {
    const blind = whyBlind("aws");
    const impossible = alertsOf(prod.catalogue.rules).filter(({ fires }) =>
      fires.some(({ series }) => series.some(({ series: text }) => fateOf(text, blind).gives === "nothing")),
    );
    expect(impossible.map(({ name }) => name)).toEqual([]);
  });

  test("what is left out holds nothing back", () => {
    const there = new Set(alertsOf(prod.catalogue.rules).map(({ name }) => name));
    const named = alertsOf(prod.catalogue.rules).flatMap(({ inhibitedBy = [] }) => inhibitedBy);
    expect(named.filter((name) => !there.has(name))).toEqual([]);
  });

  test("a dashboard of nothing but machines is not there, and the others offer only what they can choose from", () => {
    expect(prod.catalogue.dashboards.map(({ uid, variables }) => [uid, variables])).toEqual([
      ["mcp-server-overview", ["service", "tool"]],
      ["service-levels", ["service"]],
      ["integration-health", ["integration"]],
      ["monitoring-health", ["job"]],
      ["database-performance", ["database"]],
      ["business", ["service", "tool"]],
    ]);
  });

  test("nothing is rendered about machines and containers, and nothing is scraped from them", () => {
    const files = Object.entries(artefacts("prod", read({ remoteWrite: { dd: { kind: "datadog" } } })));
    const compiled = files.filter(([path]) => /^(amp\/rules|dashboards)\//.test(path));
    expect(
      compiled
        .filter(([, text]) => /\bcontainer_(cpu|memory)|instance:node_cpu/.test(text))
        .map(([path]) => path),
    ).toEqual([]);
    expect(watched(prod).jobs.map(({ name }) => name)).toEqual([
      "prometheus",
      "blackbox",
      "postgres",
      "redis",
      "mcp-server",
    ]);
  });

  test("it is said in a few lines what is not there", () => {
    expect(notPlacedText(read()).split("\n")).toEqual([
      "left out, because they cannot work here: 14 alerts and 35 panels",
      "- DiskSpaceCritical, HighCpuUsage, HighMemoryUsage, DiskWillFill: Fargate and managed databases show nobody their machine",
      "- ContainerOutOfMemory, ContainerRestarting: Fargate shows nobody its containers",
      "- RuleEvaluationFailing, RuleEvaluationSlow, PrometheusStorageCorrupted, PrometheusCompactionFailing, PrometheusSeriesMany, AlertmanagerUnreachable: collectors are agents: AMP evaluates rules, notifies and stores, and shows its metrics to CloudWatch alone",
      "- AlertmanagerReloadFailed, NotificationsFailing: AMP's alert manager shows its metrics to CloudWatch alone",
      "- panels: 23 of system-resources, 12 of monitoring-health",
      "no CloudWatch alarm stands for DiskSpaceCritical, HighCpuUsage, HighMemoryUsage, DiskWillFill, ContainerOutOfMemory, ContainerRestarting, PrometheusStorageCorrupted, PrometheusCompactionFailing, PrometheusSeriesMany, AlertmanagerReloadFailed; monitoring:aws.rds, aws.elasticache and aws.ecs make some",
    ]);
  });

  test("a person's own rule about a machine is deployed, and said to be of no use", () => {
    const files = {
      "rules/team.yml":
        "groups: [{ name: team, rules: [{ alert: Full, expr: node_filesystem_avail_bytes < 1 }, { alert: Up, expr: up == 0 }] }]",
    };
    expect(customNotWorking("prod", read(), files)).toEqual([
      "alert Full of rules/team.yml gives nothing in prod: Fargate and managed databases show nobody their machine",
    ]);
    expect(customNotWorking("dev", read(), files)).toEqual([]);
  });
});

test("on Docker everything is there", () => {
  expect(notPlaced("dev", catalogue)).toEqual({ alerts: [], panels: [] });
  const dev = read();
  expect(onPlatform("dev", dev)).toBe(dev);
  expect(onPlatform("prod", prod)).toBe(prod);
});
