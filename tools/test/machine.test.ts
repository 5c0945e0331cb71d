import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "@monitoring/stacks";
import { diskFindings } from "../src/data-disk.ts";
import { listenerOn, listeningInodes } from "../src/listeners.ts";
import { addressProblems, portProblems, portStates, type PortState } from "../src/ports.ts";
import { isOfThisMachine } from "../src/preflight.ts";
import { volumeProblems } from "../src/volume-access.ts";

const messages = (problems: readonly { readonly message: string }[]) =>
  problems.map(({ message }) => message);

describe("a port", () => {
  const said = (state: PortState, bindAddress = "127.0.0.1") =>
    messages(
      portProblems({ bindAddress, namePrefix: "mcp" }, [{ service: "prometheus", port: 9090, state }]),
    );

  test.each<[string, PortState, string[]]>([
    ["that nobody has", { by: "nobody" }, []],
    ["of the stack's own container", { by: "container", name: "mcp-prometheus", stack: "mcp" }, []],
    [
      "of another container",
      { by: "container", name: "web", stack: "" },
      [
        "127.0.0.1:9090 for prometheus is taken by container web; stop it, or set monitoring:ports.prometheus to another port or to false",
      ],
    ],
    [
      "of a program",
      { by: "program", listener: { name: "nginx", pid: 4711 } },
      [
        "127.0.0.1:9090 for prometheus is taken by nginx (process 4711); stop it, or set monitoring:ports.prometheus to another port or to false",
      ],
    ],
    [
      "of a program of somebody else",
      { by: "program", listener: undefined },
      [
        "127.0.0.1:9090 for prometheus is taken by another program; stop it, or set monitoring:ports.prometheus to another port or to false",
      ],
    ],
  ])("%s", (_, state, expected) => {
    expect(said(state)).toEqual(expected);
  });

  const onLinux = process.platform === "linux" ? test : test.skip;
  onLinux("is traced to the process that listens on it", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const listener = listenerOn(port);
    server.close();
    expect(listener).toEqual({ pid: process.pid, name: expect.stringMatching(/node/) });
  });

  // As an interrupted update leaves it: Docker's proxy has the port, and no running container says that it is its own.
  onLinux.each([
    ["created", [{ by: "container", name: "mcp-prometheus", stack: "mcp" }]],
    ["gone", [{ by: "program", listener: { name: "docker-proxy", pid: expect.any(Number) } }]],
  ])("that Docker's proxy has for a container that is %s is said to be its own", async (now, expected) => {
    const folder = mkdtempSync(join(tmpdir(), "monitoring-ports-"));
    const inspected = now === "gone" ? "" : "echo '4711 PORT '";
    const listen =
      "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
    const proxy = spawn(process.execPath, ["-e", listen], { argv0: "docker-proxy" });
    try {
      const [line] = (await once(proxy.stdout, "data")) as [Buffer];
      const port = Number(line.toString());
      writeFileSync(join(folder, "docker"), `#!/bin/sh\n${inspected.replace("PORT", String(port))}\n`, {
        mode: 0o755,
      });
      const config = readConfig({ ports: { prometheus: port } });
      if (!config.ok) throw new Error(config.problems.join());
      const created = { id: "4711", name: "mcp-prometheus", stack: "mcp", state: "created", ports: [] };
      const found = await portStates(
        config.config,
        { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
        { isHere: true, containers: [created] },
      );
      expect(found.filter((row) => row.port === port).map(({ state }) => state)).toEqual(expected);
    } finally {
      proxy.kill();
      rmSync(folder, { recursive: true });
    }
  });

  test("is found in the kernel's table only while something listens on it", () => {
    const table = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      "   0: 0100007F:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1",
      "   1: 0100007F:2382 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 4343 1",
    ].join("\n");
    expect(listeningInodes(table, 9090)).toEqual(["4242"]);
    expect(listeningInodes(table, 9091)).toEqual([]);
  });
});

describe("a bind address", () => {
  test.each(["127.0.0.1", "127.0.0.2", "0.0.0.0", "10.0.0.5"])("%s is this machine's", (address) => {
    expect(addressProblems(address, ["10.0.0.5"])).toEqual([]);
  });

  test("of another machine is refused", () => {
    expect(messages(addressProblems("10.0.0.6", ["10.0.0.5"]))).toEqual([
      'monitoring:bindAddress is "10.0.0.6", which is no address of this machine; it must be 127.0.0.1 or 0.0.0.0 or 10.0.0.5',
    ]);
  });
});

describe("the engine's disk", () => {
  const gigabyte = 1024 ** 3;
  const disk = (free: number, total: number) => ({
    folder: "/var/lib/docker",
    free: free * gigabyte,
    total: total * gigabyte,
  });
  const said = (retentionSize: string, free: number, total: number) => {
    const { problems, warnings } = diskFindings({ retentionSize }, disk(free, total));
    return { problems: messages(problems), warnings: messages(warnings) };
  };

  test("that is large enough is not worth a word", () => {
    expect(said("10GB", 40, 100)).toEqual({ problems: [], warnings: [] });
  });

  test("that is full is refused", () => {
    expect(said("10GB", 0.5, 100).problems).toEqual([
      "the engine's disk is full: 0.5 GB of 100.0 GB are free at /var/lib/docker, and the stack needs at least 1 GB; free some space",
    ]);
  });

  test("that can never hold the samples is refused", () => {
    expect(said("90GB", 95, 100).problems).toEqual([
      'monitoring:retentionSize is "90GB", more than 80 % of the disk (95.0 GB of 100.0 GB are free at /var/lib/docker); it must be at most 80GB, or the disk is full before Prometheus deletes its oldest samples',
    ]);
  });

  test("that is taken by something is only warned about: it may be this stack's samples", () => {
    expect(said("10GB", 6, 100)).toEqual({
      problems: [],
      warnings: [
        'monitoring:retentionSize is "10GB", but only 6.0 GB of 100.0 GB are free at /var/lib/docker; unless samples of this stack are what takes the room, free some space or set it to less',
      ],
    });
  });
});

describe("a data volume", () => {
  const folder = { volume: "mcp-prometheus-data", mountpoint: "/volumes/p/_data", user: 65534 };

  test.each([
    ["of its user", 65534, 65534, 0o755],
    ["of its user's group", 0, 65534, 0o775],
    ["that everyone may write", 0, 0, 0o1777],
  ])("%s is fine", (_, uid, gid, mode) => {
    expect(volumeProblems([{ ...folder, uid, gid, mode }])).toEqual([]);
  });

  test("that its user cannot write is named once, with the command that mends it", () => {
    const locked = { ...folder, uid: 0, gid: 0, mode: 0o40755 };
    expect(messages(volumeProblems([locked, locked]))).toEqual([
      "volume mcp-prometheus-data cannot be written by its service's user 65534 (owner 0:0, mode 755); give it to that user with: chown -R 65534:65534 /volumes/p/_data",
    ]);
  });
});

test.each([
  [undefined, true],
  ["unix:///var/run/docker.sock", true],
  ["ssh://me@engine.example.com", false],
  ["tcp://10.0.0.5:2376", false],
])("an engine at %s is this machine's: %s", (host, expected) => {
  expect(isOfThisMachine(host)).toBe(expected);
});
