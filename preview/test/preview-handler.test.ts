import { once } from "node:events";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fileSource, packed, previewHandler, readPage, serverAt } from "../src/index.ts";

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe("the preview's server", () => {
  const asked: string[] = [];
  const servers: Server[] = [];
  const folder = mkdtempSync(join(tmpdir(), "monitoring-preview-"));
  let port: number;

  const listen = async (server: Server): Promise<number> => {
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };

  /** Asks exactly this path: `fetch` would tidy it first. */
  const ask = (path: string, method = "GET", headers: Record<string, string> = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const asking = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => (body += text));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      });
      asking.on("error", reject).end();
    });

  beforeAll(async () => {
    mkdirSync(join(folder, "page/assets"), { recursive: true });
    writeFileSync(join(folder, "page/index.html"), "<p>the page</p>");
    writeFileSync(join(folder, "page/assets/main-A1.js"), "go();".repeat(100));
    const listed = { title: "A", folder: "Team", description: "", tags: [] };
    const dashboards = [{ uid: "a", file: "team/a.json", ...listed }];
    const site = { dashboards, scrapeInterval: "15s" };
    writeFileSync(join(folder, "shown"), packed({ site, files: { "team/a.json": '{"title":"A"}' } }));
    const behind = createServer((incoming, response) => {
      asked.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
      response.end('{"data":"answer"}');
    });
    const url = `http://127.0.0.1:${await listen(behind)}`;
    const handler = previewHandler({
      page: readPage(join(folder, "page")),
      source: fileSource(join(folder, "shown")),
      prometheus: serverAt(url),
      alertmanager: serverAt("http://127.0.0.1:9"),
    });
    port = await listen(createServer((incoming, response) => void handler(incoming, response)));
  });

  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  });

  test("passes on a query with all that it asks", async () => {
    const { status, body } = await ask("/api/prometheus/api/v1/query_range?query=up&start=1&end=2&step=1");
    expect([status, body]).toEqual([200, '{"data":"answer"}']);
    expect(asked.splice(0)).toEqual(["GET /api/v1/query_range?query=up&start=1&end=2&step=1"]);
  });

  test.each([
    "/api/prometheus/api/v1/admin/tsdb/snapshot",
    "/api/prometheus/api/v1/status/config",
    "/api/prometheus/-/reload",
    "/api/prometheus/api/v1/query/../status/config",
    "/api/prometheus/api/v1/label/a%2F..%2F..%2Fstatus/values",
    "/api/alertmanager/api/v2/silences",
    "/api/alertmanager/api/v2/alerts/groups",
  ])("does not pass on %s", async (path) => {
    expect((await ask(path)).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s, which might write", async (method) => {
    const { status, headers } = await ask("/api/prometheus/api/v1/query?query=up", method);
    expect([status, headers["allow"]]).toEqual([405, "GET, HEAD"]);
    expect(asked).toEqual([]);
  });

  test("says which server behind it does not answer", async () => {
    const { status, body } = await ask("/api/alertmanager/api/v2/alerts");
    expect(status).toBe(502);
    expect(body).toMatch(/127\.0\.0\.1:9 does not answer/);
  });

  test("gives a dashboard by its uid, and nothing by a path", async () => {
    expect((await ask("/api/dashboards/a")).body).toBe('{"title":"A"}');
    expect((await ask("/api/dashboards/team%2Fa.json")).status).toBe(404);
    expect((await ask("/api/dashboards/..%2Fsite.json")).status).toBe(404);
  });

  test("gives the page at each of its addresses, and no file outside of it", async () => {
    for (const path of ["/", "/d/a", "/d/a/some-title?from=now-1h", "/alerting/list?search=X"]) {
      expect((await ask(path)).body).toBe("<p>the page</p>");
    }
    for (const path of ["/../site.json", "/assets/../../site.json", "/%2e%2e/site.json", "/none.js"]) {
      expect((await ask(path)).status).toBe(404);
    }
  });

  test("lets browsers run and ask nothing but its own, and keep what has its content's name", async () => {
    const page = await ask("/");
    expect(page.headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(page.headers["cache-control"]).toBe("no-cache");
    const script = await ask("/assets/main-A1.js", "GET", { "accept-encoding": "gzip" });
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(script.headers["content-encoding"]).toBe("gzip");
  });
});
