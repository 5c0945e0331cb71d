import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readConfig } from "@monitoring/stacks";
import { getter } from "../../src/care/http.ts";

let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/hangs") return;
    response.writeHead(request.url === "/fails" ? 503 : 200).end(`you asked for ${request.url ?? ""}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What asks a stack whose Prometheus is the server of this test. */
function ask(path: string): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo;
  const result = readConfig({ ports: { prometheus: port } });
  if (!result.ok) throw new Error(result.problems.join());
  return getter(result.config)("prometheus", path);
}

test("a service is asked at its published port", async () => {
  expect(await ask("/api/v1/rules")).toBe("you asked for /api/v1/rules");
});

test("a service that is not ready has no answer", async () => {
  expect(await ask("/fails")).toBeUndefined();
});

test("a service that hangs has no answer within the time that status may take", async () => {
  const since = Date.now();
  expect(await ask("/hangs")).toBeUndefined();
  expect(Date.now() - since).toBeLessThan(2_900);
});
