import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { credentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { policies } from "../src/index.ts";

// The pack as the engine starts it: a process that says on which port it answers.
let child: ChildProcess;
let client: InstanceType<typeof analyzerGrpc.AnalyzerClient>;

beforeAll(async () => {
  const folder = join(import.meta.dirname, "..");
  child = spawn(process.execPath, ["pack.ts"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const [port] = (await once(lines, "line")) as [string];
  client = new analyzerGrpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  child.kill();
  await once(child, "exit");
});

const container = "docker:index/container:Container";
const workspace = "aws:amp/workspace:Workspace";

function resource(type: string, props: Record<string, JavaScriptValue>, protect = false) {
  const options = new analyzer.AnalyzerResourceOptions().setProtect(protect);
  return new analyzer.AnalyzerResource()
    .setType(type)
    .setName("x")
    .setUrn(`urn:pulumi:prod::monitoring::${type}::x`)
    .setProperties(Struct.fromJavaScript(props))
    .setOptions(options);
}

async function complaints(...resources: ReturnType<typeof resource>[]): Promise<readonly string[]> {
  const request = new analyzer.AnalyzeStackRequest().setResourcesList(resources);
  const analyze = promisify<typeof request, InstanceType<typeof analyzer.AnalyzeResponse>>(
    client.analyzeStack.bind(client),
  );
  const { diagnosticsList } = (await analyze(request)).toObject();
  return diagnosticsList.map(
    ({ policyname, message }) => `${policyname}: ${message.split("\n").at(-1) ?? ""}`,
  );
}

test("the pack has every policy, and an update does not go on against one", async () => {
  const ask = promisify<Empty, InstanceType<typeof analyzer.AnalyzerInfo>>(
    client.getAnalyzerInfo.bind(client),
  );
  const { name, policiesList } = (await ask(new Empty())).toObject();
  expect(name).toBe("monitoring");
  expect(policiesList.map((policy) => [policy.name, policy.enforcementlevel])).toEqual(
    policies.map((policy) => [policy.name, analyzer.EnforcementLevel.MANDATORY]),
  );
});

test("the pack complains about a resource, by its name", async () => {
  expect(await complaints(resource(workspace, {}))).toEqual([
    expect.stringMatching(/^data-is-protected: .*set protect/),
  ]);
  expect(await complaints(resource(workspace, {}, true))).toEqual([]);
});

test("what is not known in a preview is left out, and the rest is looked at", async () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const given = { image: unknown, memory: 64, memorySwap: 128, destroyGraceSeconds: 60, logOpts: unknown };
  const found = await complaints(resource(container, given));
  expect(found.map((text) => text.split(":")[0])).toContain("memory-is-bounded");
  expect(found.map((text) => text.split(":")[0])).not.toContain("image-is-fixed");
});
