import { describe, expect, test } from "@jest/globals";
import { ago, bytesOf, size } from "../../src/care/amounts.ts";
import { parseAlerts, parseRuleErrors, parseSilences } from "../../src/care/answers.ts";
import { parseContainers, parseImages } from "../../src/care/container-facts.ts";
import { contains } from "../../src/care/contains.ts";
import { parseCheckpoint } from "../../src/care/deployed.ts";
import { parseDf, parseVolumes } from "../../src/care/disk.ts";
import { workingSet } from "../../src/care/engine-memory.ts";
import { plainMetrics } from "../../src/care/http.ts";
import { sortOut } from "../../src/care/neighbours.ts";
import { differences } from "../../src/care/running-config.ts";

describe("amounts", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [9_960, "10 kB"],
    [999_600, "1.0 MB"],
    [2_500_000_000, "2.5 GB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(size(bytes)).toBe(text);
  });

  test.each([
    ["3.512MiB", 3_682_599],
    ["20.5MB", 20_500_000],
    ["0B", 0],
    ["1kB", 1_000],
    ["--", undefined],
  ])("%s is %s", (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });

  test.each([
    [0.4, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [7_199, "1 h"],
    [200_000, "2 d"],
    [-5, "0 s"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(ago(seconds)).toBe(text);
  });
});

describe("what runs holds what was asked for", () => {
  test.each<[string, unknown, unknown, boolean]>([
    [
      "with defaults filled in",
      { route: { receiver: "a", group_wait: "30s" } },
      { route: { receiver: "a" } },
      true,
    ],
    ["with durations in another notation", { interval: "1m30s" }, { interval: "90s" }, true],
    ["with sizes in another notation", { body_size_limit: "10MiB" }, { body_size_limit: "10MB" }, true],
    ["with secrets blacked out", { url: "<secret>" }, { url: "http://x" }, true],
    ["with empty values left out", {}, { a: false, b: "", c: {} }, true],
    ["unless a value differs", { interval: "1m" }, { interval: "90s" }, false],
    ["unless a key is missing", { route: {} }, { route: { receiver: "a" } }, false],
    ["unless a list is shorter", { receivers: ["a"] }, { receivers: ["a", "b"] }, false],
    ["unless a list is longer", { receivers: ["a", "b"] }, { receivers: ["a"] }, false],
    ["unless there is nothing", undefined, { route: { receiver: "a" } }, false],
  ])("%s", (_name, account, wanted, expected) => {
    expect(contains(account, wanted)).toBe(expected);
  });
});

test("files differ that have another text or are missing; others do not matter", () => {
  const found = new Map([
    ["same", "1"],
    ["other", "2"],
    ["left over", "3"],
  ]);
  expect(differences({ same: "1", other: "changed", missing: "4" }, found)).toEqual(["missing", "other"]);
});

test("alerts are read with who keeps them quiet", () => {
  const alert = (alertname: string, startsAt: string, silencedBy: string[]) => ({
    labels: { alertname, severity: "high" },
    annotations: { summary: "s" },
    startsAt,
    status: { silencedBy, inhibitedBy: [] },
  });
  const json = JSON.stringify([alert("B", "2026-01-02", ["x"]), alert("A", "2026-01-01", [])]);
  expect(parseAlerts(json).map(({ name, silenced }) => [name, silenced])).toEqual([
    ["A", false],
    ["B", true],
  ]);
});

test("only silences in force are told, with their matchers as amtool writes them", () => {
  const matcher = (isEqual: boolean, isRegex: boolean) => ({ name: "a", value: "b", isRegex, isEqual });
  const silence = (state: string) => ({
    id: "1",
    endsAt: "t",
    createdBy: "ann",
    comment: "",
    status: { state },
    matchers: [matcher(true, false), matcher(false, false), matcher(true, true), matcher(false, true)],
  });
  const found = parseSilences(JSON.stringify([silence("active"), silence("expired"), silence("pending")]));
  expect(found.map(({ matchers }) => matchers)).toEqual(['a="b", a!="b", a=~"b", a!~"b"']);
});

test("rules that failed are told with their error", () => {
  const rules = [{ name: "Fine" }, { name: "Bad", lastError: "boom" }];
  expect(parseRuleErrors(JSON.stringify({ data: { groups: [{ name: "g", rules }] } }))).toEqual([
    { rule: "Bad", error: "boom" },
  ]);
});

test("containers are read with their service, image and memory", () => {
  const inspected = {
    Id: "id1",
    Name: "/mcp-redis",
    Created: "c",
    Image: "sha256:1",
    RestartCount: 2,
    State: {
      Status: "running",
      StartedAt: "s",
      ExitCode: 0,
      OOMKilled: false,
      Health: { Status: "healthy" },
    },
    Config: { Image: "sha256:1" },
    HostConfig: { Memory: 128, RestartPolicy: { Name: "unless-stopped" } },
  };
  const beside = { images: new Map([["sha256:1", "redis:8"]]), memory: new Map([["id1", 64]]) };
  expect(parseContainers(JSON.stringify([inspected]), "mcp", beside)).toEqual([
    {
      id: "id1",
      name: "mcp-redis",
      service: "redis",
      image: "redis:8",
      state: "running",
      health: "healthy",
      createdAt: "c",
      startedAt: "s",
      restarts: 2,
      exitCode: 0,
      oomKilled: false,
      longLived: true,
      memory: 64,
      memoryLimit: 128,
    },
  ]);
});

test("an image is named by its tag, or by its digest where it has none", () => {
  const text = "sha256:1\tredis\t8\t<none>\nsha256:2\tprom/prometheus\t<none>\tsha256:5ce7540c3c00ef4ab0c9\n";
  expect([...parseImages(text).values()]).toEqual(["redis:8", "prom/prometheus@sha256:5ce7540c3c00"]);
});

test("a checkpoint tells the containers' names and who wrote it", () => {
  const container = (name: unknown) => ({ type: "docker:index/container:Container", outputs: { name } });
  const resources = [
    container("mcp-redis"),
    { type: "docker:index/volume:Volume", outputs: { name: "v" } },
    container(1),
  ];
  const latest = { manifest: { version: "v3.250.0" }, resources };
  expect(parseCheckpoint(JSON.stringify({ checkpoint: { latest } }))).toEqual({
    containers: ["mcp-redis"],
    pulumi: "v3.250.0",
  });
  expect(parseCheckpoint(JSON.stringify({ checkpoint: {} }))).toBeUndefined();
});

test("room and volumes are read from what df and docker print", () => {
  const df =
    "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 1000 200 800 20% /prometheus\n";
  expect(parseDf(df)).toEqual({ total: 1_024_000, free: 819_200 });
  expect(parseDf("df: not found")).toBeUndefined();
  const volume = (Name: string, Size: string, Labels: string) => ({ Name, Size, Labels });
  const Volumes = [
    volume("a", "1kB", "monitoring.stack=mcp"),
    volume("b", "2kB", "x=y,monitoring.stack=mcp"),
    volume("c", "3kB", ""),
  ];
  expect(parseVolumes(JSON.stringify({ Volumes }), "monitoring.stack=mcp")).toEqual([
    { name: "b", bytes: 2_000 },
    { name: "a", bytes: 1_000 },
  ]);
});

test("memory is counted without the cache that the kernel gives up first, on both cgroup versions", () => {
  const of = (stats: object) => workingSet(JSON.stringify({ memory_stats: { usage: 100, stats } }));
  expect(of({ total_inactive_file: 30 })).toBe(70);
  expect(of({ inactive_file: 40 })).toBe(60);
  expect(workingSet("{}")).toBeUndefined();
});

test("metrics without labels are read from a page", () => {
  const page = '# HELP a_total x\na_total 3\nb{x="y"} 4\nc 1.7e+09\n';
  expect([...plainMetrics(page)]).toEqual([
    ["a_total", 3],
    ["c", 1.7e9],
  ]);
});

test("what is on the engine is sorted into own, foreign and other stacks'", () => {
  const found = sortOut(
    "mcp",
    [
      { id: "1", name: "mcp-redis", stack: "mcp", state: "running", ports: [] },
      { id: "2", name: "mcp-grafana", stack: "", state: "running", ports: [] },
      { id: "3", name: "unrelated", stack: "", state: "running", ports: [] },
      { id: "4", name: "old-redis", stack: "old", state: "exited", ports: [] },
    ],
    [
      { name: "mcp-data", stack: "mcp" },
      { name: "older-data", stack: "older" },
    ],
  );
  expect(found.foreign).toEqual(["mcp-grafana"]);
  expect(found.others).toEqual([
    { prefix: "old", running: 0, stopped: 1, volumes: [] },
    { prefix: "older", running: 0, stopped: 0, volumes: ["older-data"] },
  ]);
});
