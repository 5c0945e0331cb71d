import { describe, expect, test } from "@jest/globals";
import { judgeStatus, sentence } from "../../src/care/judge-status.ts";
import { statusPage } from "../../src/care/print-status.ts";
import type { StatusFacts } from "../../src/care/status-facts.ts";
import { container, now, seeder, wellStack } from "./facts.ts";

const said = (facts: StatusFacts, verdict: "problem" | "note"): string[] =>
  judgeStatus(facts)
    .filter((finding) => finding.verdict === verdict)
    .map(({ says }) => says);

test("a healthy stack is well, in one sentence", () => {
  const facts = wellStack();
  expect(judgeStatus(facts)).toEqual([]);
  expect(sentence(facts, [])).toBe(
    "all is well: 2 containers running, 1 target up, no alert that anybody is told of",
  );
});

const prometheusConfig = {
  service: "prometheus",
  files: 2,
  different: [],
  loaded: true,
  loadedAt: now / 1000,
  runs: true,
} as const;
const alert = {
  name: "McpServerDown",
  severity: "critical",
  summary: "mcp-server does not answer",
  since: "2026-11-22T11:58:00Z",
  silenced: false,
  inhibited: false,
};
const [watchdog] = wellStack().alerts ?? [];
const withContainer = (changes: Parameters<typeof container>[1]): Partial<StatusFacts> => ({
  containers: [container("prometheus"), container("redis", changes)],
});

describe("is a problem:", () => {
  test.each<[string, Partial<StatusFacts>, string]>([
    [
      "an engine that is down",
      { engineProblem: "Cannot connect to the Docker daemon" },
      "the Docker engine does not answer (Cannot connect to the Docker daemon); npm run doctor says more",
    ],
    ["a stack that is down", { containers: [] }, "the stack is not running; start it with npm run up"],
    [
      "a stack of which only the files are left",
      { containers: [seeder("prometheus")] },
      "the stack is not running; start it with npm run up",
    ],
    [
      "a container that was removed",
      { deployed: ["mcp-prometheus", "mcp-redis"] },
      "mcp-redis is gone; npm run up makes it again",
    ],
    [
      "a container that ended",
      withContainer({ state: "exited", exitCode: 3 }),
      "redis is exited (exit code 3); npm run logs redis says why, npm run up starts it",
    ],
    [
      "a container that ran out of memory",
      withContainer({ state: "exited", exitCode: 137, oomKilled: true }),
      "redis is exited (out of memory); npm run logs redis says why, npm run up starts it",
    ],
    [
      "a container that keeps dying",
      withContainer({ restarts: 7, startedAt: "2026-11-22T11:59:50Z" }),
      "redis was restarted 7 times, last 10 s ago; npm run logs redis says why",
    ],
    [
      "a container whose health check fails",
      withContainer({ health: "unhealthy" }),
      "redis runs but its health check fails; npm run logs redis says why",
    ],
    [
      "a reload that failed",
      {
        containers: [
          container("prometheus"),
          seeder("alertmanager", { service: "alertmanager-reload", state: "exited", exitCode: 1 }),
        ],
      },
      "alertmanager-reload failed (exit code 1); npm run logs alertmanager-reload says why",
    ],
    [
      "a Prometheus that does not answer",
      { targets: undefined },
      "prometheus does not answer, so nothing is watched",
    ],
    ["a Prometheus without targets", { targets: [] }, "prometheus has no targets"],
    [
      "a target that is down",
      {
        targets: [
          {
            job: "mcp-server",
            service: "mcp-server",
            address: "mcp-server:3001",
            up: false,
            error: 'Get "http://mcp-server:3001/metrics": connection refused',
          },
        ],
      },
      "mcp-server (mcp-server:3001) is down: connection refused",
    ],
    [
      "a file that differs",
      { configs: [{ ...prometheusConfig, different: ["rules/mcp-server.yml"] }] },
      "prometheus has other files than the settings compile to: rules/mcp-server.yml; npm run up writes them " +
        "(if it finds nothing to do: docker rm mcp-prometheus-config, then npm run up)",
    ],
    [
      "files that nobody can read",
      { configs: [{ ...prometheusConfig, different: undefined }] },
      "the files of prometheus cannot be read",
    ],
    [
      "a configuration that was refused",
      { configs: [{ ...prometheusConfig, loaded: false }] },
      "prometheus refused its files and goes on with the old ones; npm run logs prometheus says why, or, if its files " +
        "have been mended since, docker kill -s HUP mcp-prometheus makes it load them",
    ],
    [
      "an Alertmanager that does not answer",
      { alerts: undefined },
      "alertmanager does not answer, so nobody is told of anything",
    ],
    [
      "a service that runs with other settings than its files hold",
      { configs: [{ ...prometheusConfig, runs: false }] },
      "prometheus runs with other settings than its files hold; docker kill -s HUP mcp-prometheus makes it load them",
    ],
    [
      "a rule that cannot be evaluated",
      { ruleErrors: [{ rule: "McpServerDown", error: "many-to-many matching" }] },
      "McpServerDown cannot be evaluated: many-to-many matching",
    ],
    [
      "an alert that fires",
      { alerts: [...(watchdog ? [watchdog] : []), alert] },
      "McpServerDown (critical) has fired for 2 min: mcp-server does not answer",
    ],
    [
      "a heartbeat that is missing",
      { alerts: [] },
      "the heartbeat does not reach alertmanager, so no alert would either",
    ],
    [
      "a disk that is nearly full",
      { disk: { volumes: [], free: 1.5e9, total: 100e9 } },
      "1.5 GB of 100 GB are free on the engine's disk; when it is full, no sample is kept (docs/troubleshooting.md)",
    ],
  ])("%s", (_name, changes, expected) => {
    const facts = wellStack(changes);
    expect(said(facts, "problem")).toEqual([expected]);
    expect(sentence(facts, judgeStatus(facts))).toBe(`not well: ${expected}`);
  });
});

describe("is worth a note, and no problem:", () => {
  test.each<[string, Partial<StatusFacts>, string]>([
    ["a restart long ago", withContainer({ restarts: 1 }), "redis was restarted 1 time, last 1 h ago"],
    [
      "an alert that is silenced",
      { alerts: [...(watchdog ? [watchdog] : []), { ...alert, silenced: true }] },
      "McpServerDown (critical) has fired for 2 min: mcp-server does not answer (silenced)",
    ],
    [
      "an alert that nobody is told of",
      { alerts: [...(watchdog ? [watchdog] : []), { ...alert, severity: "info" }] },
      "McpServerDown (info) has fired for 2 min: mcp-server does not answer",
    ],
    [
      "files that are newer than what was loaded, for a minute",
      {
        containers: [container("prometheus"), seeder("prometheus", { createdAt: "2026-11-22T11:59:59Z" })],
        configs: [{ ...prometheusConfig, runs: false }],
      },
      "prometheus has not loaded its newest files yet",
    ],
    [
      "a heartbeat that has had no time yet",
      { alerts: [], containers: [container("prometheus", { startedAt: "2026-11-22T11:59:00Z" })] },
      "the heartbeat has not reached alertmanager yet",
    ],
    [
      "a silence",
      {
        silences: [
          { id: "1", matchers: 'alertname="X"', until: "2026-11-22T14:00:00Z", by: "ann", comment: "deploy" },
        ],
      },
      'alertname="X" for another 2 h, by ann: deploy',
    ],
    [
      "little room on a large disk",
      { disk: { volumes: [], free: 9e9, total: 100e9 } },
      "9.0 GB of 100 GB are free on the engine's disk",
    ],
    [
      "a container near its limit",
      withContainer({ memory: 95e6 }),
      "redis uses 95 MB of its 100 MB; at the limit it is killed and restarted",
    ],
    [
      "settings that were edited",
      { settingsOutdated: true },
      "the settings have changed since the last npm run up",
    ],
  ])("%s", (_name, changes, expected) => {
    const facts = wellStack(changes);
    expect(said(facts, "problem")).toEqual([]);
    expect(said(facts, "note")).toEqual([expected]);
  });
});

test("the page says first whether all is well, then shows what that rests on", () => {
  const facts = wellStack();
  expect(statusPage(facts, judgeStatus(facts), sentence(facts, [])))
    .toBe(`all is well: 2 containers running, 1 target up, no alert that anybody is told of

containers
  SERVICE       STATE    SINCE  RESTARTS  MEMORY           IMAGE
  alertmanager  running  1 h    0         50 MB of 100 MB  alertmanager:1
  prometheus    running  1 h    0         50 MB of 100 MB  prometheus:1

targets
  up  prometheus  prometheus:9090

configuration
  prometheus    2 files as desired  loaded  1 h ago
  alertmanager  2 files as desired  loaded  1 h ago

alerts
  Watchdog  heartbeat  59 min  firing  Alerting works

disk
  free                 50 GB of 100 GB
  mcp-prometheus-data  2.5 GB

versions
  prometheus  3.14.0
`);
});

test("the page of an engine that is down is short", () => {
  const facts = wellStack({
    engineProblem: "no answer",
    containers: [],
    targets: undefined,
    alerts: undefined,
    configs: [],
    disk: { volumes: [], free: undefined, total: undefined },
    versions: [],
  });
  const findings = judgeStatus(facts);
  expect(statusPage(facts, findings, sentence(facts, findings)).split("\n").filter(Boolean)).toHaveLength(3);
});
