import {
  notificationFailures,
  notifications,
  notificationsFailed,
  ruleGroupInterval,
  ruleGroupLastDuration,
  ruleGroupShare,
  scrapeLimitShare,
  scrapeSampleLimit,
  scrapeSamples,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordingScenario } from "../scenario.ts";
import { uneven } from "./uneven.ts";

const prometheus = (name: string) => ({ job: "prometheus", instance: `${name}:9090`, service: "prometheus" });
const target = (name: string) => ({ job: "mcp-server", instance: `${name}:3001`, service: "mcp-server" });
const alertmanager = (name: string) => ({
  job: "alertmanager",
  instance: `${name}:9093`,
  service: "alertmanager",
});

const file = (name: string): string => `/etc/prometheus/rules/monitoring.yml;${name}`;

/** How long a group takes, and how often it is evaluated, in seconds. */
const group = (on: string, name: string, takes: number, every: number): readonly InputSeries[] => [
  series(ruleGroupLastDuration, { ...prometheus(on), rule_group: file(name) }, `${takes}x5`),
  series(ruleGroupInterval, { ...prometheus(on), rule_group: file(name) }, `${every}x5`),
];

/** What a target sends and may send. */
const limited = (
  labels: ReturnType<typeof target>,
  samples: number,
  limit: number,
): readonly InputSeries[] => [
  series(scrapeSamples, labels, `${samples}x5`),
  series(scrapeSampleLimit, labels, `${limit}x5`),
];

/** Notifications per second of a receiver, and those that did not get out for two reasons. */
const told = (
  on: string,
  [receiver_name, integration]: readonly [string, string],
  all: number,
  ...failed: readonly number[]
): readonly InputSeries[] => [
  series(notifications, { ...alertmanager(on), receiver_name, integration }, uneven(all)),
  ...failed.map((rate, i) =>
    series(
      notificationsFailed,
      {
        ...alertmanager(on),
        receiver_name,
        integration,
        reason: ["serverError", "clientError"][i] ?? "other",
      },
      uneven(rate),
    ),
  ),
];
const of = (receiver_name: string, integration: string) => ({
  service: "alertmanager",
  receiver_name,
  integration,
});

/** What panels show of what monitors. */
export const monitoringScenarios: readonly RecordingScenario[] = [
  {
    recording: ruleGroupShare,
    when: "one of two replicas takes longer than the other, and another group is slower",
    interval: "1m",
    series: [
      ...group("a", "postgres", 3, 15),
      ...group("b", "postgres", 6, 15),
      ...group("a", "mcp-tools", 45, 60),
    ],
    at: "5m",
    gives: [
      { labels: { service: "prometheus", rule_group: "postgres" }, value: 0.4 },
      { labels: { service: "prometheus", rule_group: "mcp-tools" }, value: 0.75 },
    ],
  },
  {
    recording: scrapeLimitShare,
    when: "of two targets one sends more, a third may send one sample, and a fourth as many as it likes",
    interval: "1m",
    series: [
      ...limited(target("a"), 200, 1000),
      ...limited(target("b"), 300, 1000),
      ...limited({ ...target("own"), job: "own-job" }, 1, 1),
      ...limited(prometheus("a"), 5000, 0),
    ],
    at: "5m",
    gives: [
      { labels: { service: "mcp-server", job: "mcp-server" }, value: 0.3 },
      { labels: { service: "mcp-server", job: "own-job" }, value: 1 },
    ],
  },
  {
    recording: notificationFailures,
    when: "one receiver fails in two ways on two replicas, others by another way, not at all, once of once, and none is told",
    interval: "45s",
    series: [
      ...told("a", ["page", "webhook"], 0.5, 0.1, 0.05),
      ...told("b", ["page", "webhook"], 0.5, 0.1),
      ...told("a", ["page", "email"], 0.5, 0.05),
      ...told("a", ["chat", "slack"], 0.5, 0),
      ...told("a", ["nobody", "webhook"], 0, 0),
      series(notifications, { ...alertmanager("a"), ...of("once", "email") }, "1x30 2x12"),
      series(
        notificationsFailed,
        { ...alertmanager("a"), ...of("once", "email"), reason: "serverError" },
        "1x30 2x12",
      ),
    ],
    at: "30m",
    gives: [
      { labels: of("page", "webhook"), value: 0.25 },
      { labels: of("page", "email"), value: 0.1 },
      { labels: of("chat", "slack"), value: 0 },
      { labels: of("nobody", "webhook"), value: 0 },
      { labels: of("once", "email"), value: 1 },
    ],
  },
];
