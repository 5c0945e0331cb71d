import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { propsHandler } from "../src/props/answer.ts";
import { certificateServer } from "../src/props/certificate.ts";
import { listen, type Listening } from "../src/runtime/http.ts";
import { silent } from "./inbox-world.ts";

const folder = mkdtempSync(join(tmpdir(), "monitoring-props-"));
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe("the props of a drill", () => {
  let server: Listening;
  beforeAll(async () => {
    server = await listen("127.0.0.1", 0, silent, propsHandler(folder));
  });
  afterAll(() => server.close());
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);

  test("show a page as its file is at the moment", async () => {
    put("pages/twice", "drill_value 1\n");
    expect(await (await ask("/pages/twice")).text()).toBe("drill_value 1\n");
    put("pages/twice", "drill_value 1\ndrill_value 2\n");
    const answer = await ask("/pages/twice");
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await answer.text()).toBe("drill_value 1\ndrill_value 2\n");
    expect((await ask("/pages/none")).status).toBe(404);
  });

  test("answer with the status that a file says, and with 204 where there is none", async () => {
    const send = async () => (await ask("/answers/remote", { method: "POST", body: "x".repeat(1e6) })).status;
    expect(await send()).toBe(204);
    put("answers/remote", "503\n");
    expect(await send()).toBe(503);
  });

  test("know nothing else, least of all other files", async () => {
    expect((await ask("/pages/..%2f..%2fetc")).status).toBe(404);
    expect((await ask("/")).status).toBe(404);
  });
});

test("the certificate is valid for as many days as a file says", async () => {
  const stop = new AbortController();
  const port = await certificateServer("127.0.0.1", 0, join(folder, "certificate-days"), silent, stop.signal);
  const days = () =>
    new Promise<number>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
        const until = Date.parse(socket.getPeerCertificate().valid_to);
        socket.destroy();
        resolve(Math.round((until - Date.now()) / 86_400_000));
      }).once("error", reject);
    });
  expect(await days()).toBe(365);
  put("certificate-days", "3\n");
  for (let left = 40; left > 0 && (await days()) !== 3; left--)
    await new Promise((go) => setTimeout(go, 100));
  expect(await days()).toBe(3);
  stop.abort();
});
