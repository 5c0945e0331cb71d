import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { listen } from "../../src/loopback.ts";
import { fetchPages } from "../../src/record/fetch-pages.ts";

const pages: Readonly<Record<string, readonly [status: number, type: string, body: string]>> = {
  "/metrics": [200, "text/plain; version=0.0.4", "up 1"],
  "/probe": [200, "text/plain", "probe_success 1"],
  "/page": [200, "text/html; charset=utf-8", "<!doctype html>"],
  "/broken": [500, "text/plain", "out of order"],
};
const server = createServer(({ url = "" }, response) => {
  const [status, type, body] = pages[url] ?? [404, "text/plain", ""];
  response.writeHead(status, { "content-type": type }).end(body);
});
let port: number;
beforeAll(async () => {
  port = await listen(server);
});
afterAll(() => void server.close());

test.each([
  [["/metrics", "/probe"], "up 1\nprobe_success 1"],
  [["/metrics", "/page"], undefined],
  [["/metrics", "/broken"], undefined],
  [["/missing"], undefined],
])("of %j, what is recorded is %j", async (paths, expected) => {
  expect(await fetchPages(`http://127.0.0.1:${port}`, paths)).toBe(expected);
});
