import { createServer } from "node:net";
import { expect, test } from "@jest/globals";
import { freePort, listen } from "../src/loopback.ts";

test("a free port is given once, can be listened on, and is none that the system takes for connections", async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, freePort));
  expect(new Set(ports).size).toBe(200);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  const [port = 0] = ports;
  const server = createServer();
  expect(await listen(server, port)).toBe(port);
  await new Promise((resolve) => server.close(resolve));
});
