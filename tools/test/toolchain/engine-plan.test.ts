import { expect, test } from "@jest/globals";
import { planEngine, type EngineFacts } from "../../src/toolchain/engine-plan.ts";

const bare: EngineFacts = {
  cli: "missing",
  said: "",
  host: "unix:///var/run/docker.sock",
  hostIsChosen: false,
  daemonInstalled: false,
  root: true,
  platform: "linux",
  debian: true,
};

test("a running engine is used, wherever it is", () => {
  expect(planEngine({ ...bare, cli: "answers", hostIsChosen: true, root: false })).toEqual({ kind: "use" });
});

test("root on Debian gets an engine", () => {
  expect(planEngine(bare)).toEqual({ kind: "install" });
});

test("a docker command without an engine is no engine", () => {
  expect(planEngine({ ...bare, cli: "no answer" })).toEqual({ kind: "install" });
});

test("an engine that is installed and stopped is started by root", () => {
  expect(planEngine({ ...bare, cli: "no answer", daemonInstalled: true })).toEqual({ kind: "start" });
});

test("nothing is installed or started in place of an engine that the person chose", () => {
  const plan = planEngine({
    ...bare,
    cli: "no answer",
    said: "connection refused",
    host: "tcp://build:2375",
    hostIsChosen: true,
  });
  expect(plan).toEqual({
    kind: "tell",
    message:
      "the Docker engine at tcp://build:2375, which DOCKER_HOST or the docker context names, does not answer (connection refused): " +
      "start it, or choose another one (`docker context use default`, `unset DOCKER_HOST`), then run the same command again",
  });
});

test.each<[string, Partial<EngineFacts>, string]>([
  ["may not use the socket", { cli: "not allowed", root: false }, "sudo usermod -aG docker"],
  ["is not root", { root: false }, "sudo apt-get install docker.io"],
  [
    "is not root and the engine is stopped",
    { root: false, cli: "no answer", daemonInstalled: true },
    "sudo systemctl start docker",
  ],
  ["has another Linux", { debian: false }, "https://docs.docker.com/engine/install/"],
  ["has a Mac", { platform: "darwin", debian: false, cli: "no answer" }, "start Docker Desktop"],
])("a person who %s is told what to do", (_who, facts, advice) => {
  const plan = planEngine({ ...bare, ...facts });
  expect(plan.kind === "tell" ? plan.message : plan.kind).toContain(advice);
});
