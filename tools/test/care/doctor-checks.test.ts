import { describe, expect, test } from "@jest/globals";
import { checks, examine } from "../../src/care/doctor-checks.ts";
import type { DoctorFacts, EngineInfo } from "../../src/care/doctor-facts.ts";
import type { Verdict } from "../../src/care/finding.ts";
import { goodMachine, linuxEngine } from "./facts.ts";

const engine = (changes: Partial<EngineInfo>): Partial<DoctorFacts> => ({
  engine: { ...linuxEngine, ...changes },
});
const down = { engine: undefined, clockAheadMs: undefined, engineFree: undefined, running: false } as const;

test("an ordinary Linux server has nothing in the stack's way", () => {
  expect(examine(goodMachine()).filter(({ verdict }) => verdict !== "ok")).toEqual([]);
});

test("every check has its own name", () => {
  expect(new Set(checks.map(({ what }) => what)).size).toBe(checks.length);
});

describe("doctor finds", () => {
  test.each<[string, Partial<DoctorFacts>, string, Verdict, string]>([
    [
      "no docker command",
      { ...down, cliVersion: undefined },
      "engine",
      "problem",
      "the docker command is not there",
    ],
    [
      "an engine that is down",
      { ...down, engineProblem: "Cannot connect" },
      "engine",
      "problem",
      "does not answer (Cannot connect): start it",
    ],
    [
      "an engine that is not this user's",
      { ...down, engineProblem: "permission denied" },
      "engine",
      "problem",
      "usermod -aG docker",
    ],
    ["an old engine", engine({ ServerVersion: "19.03.15" }), "engine", "problem", "the stack needs 20.10"],
    ["a Debian engine", engine({ ServerVersion: "20.10.24+dfsg1" }), "engine", "ok", "20.10.24+dfsg1"],
    [
      "Docker Desktop",
      { platform: "darwin", ...engine({ OperatingSystem: "Docker Desktop" }) },
      "where it runs",
      "note",
      "in a virtual machine (Docker Desktop)",
    ],
    [
      "Docker Desktop on Linux",
      engine({ OperatingSystem: "Docker Desktop" }),
      "where it runs",
      "note",
      "in a virtual machine",
    ],
    ["an engine over ssh", { host: "ssh://me@server" }, "where it runs", "note", "on another machine"],
    ["an arm64 machine", engine({ Architecture: "aarch64" }), "processor", "note", "only run on x86_64"],
    ["a small virtual machine", engine({ MemTotal: 2e9 }), "memory", "note", "2.0 GB for the engine"],
    [
      "the containerd image store",
      engine({ Driver: "overlayfs" }),
      "storage driver",
      "note",
      "cAdvisor names containers there from release 0.57 on, on extfs",
    ],
    [
      "vfs",
      engine({ Driver: "vfs", DriverStatus: null }),
      "storage driver",
      "note",
      "vfs copies every image",
    ],
    [
      "devicemapper",
      engine({ Driver: "devicemapper" }),
      "storage driver",
      "problem",
      "removed from Docker 25",
    ],
    [
      "a driver that nobody tried",
      engine({ Driver: "novel" }),
      "storage driver",
      "note",
      "novel: not known here",
    ],
    ["cgroup version 1", engine({ CgroupVersion: "1" }), "cgroups", "note", "version 1: works"],
    [
      "a kernel without memory limits",
      engine({ MemoryLimit: false }),
      "cgroups",
      "problem",
      "cgroup_enable=memory",
    ],
    ["no seccomp", engine({ SecurityOptions: [] }), "confinement", "note", "without seccomp"],
    [
      "seccomp switched off",
      engine({ SecurityOptions: ["name=seccomp,profile=unconfined"] }),
      "confinement",
      "note",
      "without seccomp",
    ],
    [
      "seccomp alone",
      engine({ SecurityOptions: ["name=seccomp,profile=default"] }),
      "confinement",
      "note",
      "neither AppArmor nor SELinux",
    ],
    [
      "SELinux",
      engine({ SecurityOptions: ["name=seccomp,profile=default", "name=selinux"] }),
      "confinement",
      "ok",
      "seccomp and selinux",
    ],
    [
      "a rootless engine",
      engine({ SecurityOptions: ["name=seccomp,profile=default", "name=rootless"] }),
      "rootless",
      "note",
      "runs without root",
    ],
    ["shifted user ids", engine({ SecurityOptions: ["name=userns"] }), "rootless", "note", "userns-remap"],
    [
      "a clock that is a little off",
      { clockAheadMs: -5_000 },
      "clock",
      "note",
      "5.0 s behind this machine's",
    ],
    [
      "a clock that is far off",
      { clockAheadMs: 90_000 },
      "clock",
      "problem",
      "90.0 s ahead of this machine's",
    ],
    [
      "a slow answer, which proves nothing of the clock",
      { clockAheadMs: 3_000, clockUnsureMs: 2_500 },
      "clock",
      "ok",
      "agrees",
    ],
    ["little disk", { engineFree: 1e9 }, "disk", "problem", "1.0 GB free for the engine"],
    ["some disk", { engineFree: 8e9 }, "disk", "note", "retentionSize"],
    ["a disk that is not this machine's", { engineFree: undefined }, "disk", "note", "nobody could tell"],
    [
      "warnings of the engine",
      engine({ Warnings: ["No swap limit support"] }),
      "warnings",
      "note",
      "No swap limit support",
    ],
    [
      "mistakes in the settings",
      { settingsProblem: "monitoring:port is not a known key" },
      "settings",
      "problem",
      "not a known key",
    ],
    [
      "a port that a program has",
      { ports: [{ service: "grafana", address: "127.0.0.1", port: 3000, holder: "a program" }] },
      "ports",
      "problem",
      "127.0.0.1:3000, wanted for grafana, is taken by a program",
    ],
    [
      "a port that a container has",
      { ports: [{ service: "inbox", address: "127.0.0.1", port: 8025, holder: { container: "mailpit" } }] },
      "ports",
      "problem",
      "taken by container mailpit",
    ],
    [
      "somebody else's container",
      { foreign: ["mcp-prometheus"] },
      "names",
      "problem",
      "mcp-prometheus were not made by this stack",
    ],
    [
      "another stack",
      { others: [{ prefix: "old", running: 0, stopped: 2, volumes: ["old-data"] }] },
      "other stacks",
      "note",
      "old (0 running, 2 stopped containers, 1 volume)",
    ],
    [
      "a name that does not resolve",
      { names: [{ name: "crm.example.com", resolves: false }] },
      "names on the network",
      "problem",
      "crm.example.com cannot be resolved",
    ],
    ["a stack that is down", { running: false, names: [] }, "names on the network", "note", "not tried"],
    ["few file handles", { openFiles: { used: 900, limit: 1024 } }, "open files", "note", "900 of 1024"],
    ["no Pulumi yet", { pulumiReady: false, cache: [] }, "toolchain", "note", "npm run up gets it"],
    ["no room to build", { pulumiReady: false, cacheFree: 3e9 }, "disk of the cache", "note", "wants 8 GB"],
  ])("%s", (_name, changes, what, verdict, words) => {
    const found = examine(goodMachine(changes)).find((finding) => finding.what === what);
    expect(found).toMatchObject({ verdict });
    expect(found?.says).toContain(words);
  });
});

test("with the engine down, only what the machine itself tells is looked at", () => {
  const facts = goodMachine({ ...down, engineProblem: "Cannot connect", names: [], openFiles: undefined });
  expect(examine(facts).map(({ what }) => what)).toEqual([
    "engine",
    "settings",
    "ports",
    "names on the network",
    "node",
    "toolchain",
    "disk of the cache",
  ]);
});
