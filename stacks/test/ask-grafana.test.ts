import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { grafanaObstacle } from "../src/prod/ask-grafana.ts";
import { grafanaDouble, type GrafanaDouble } from "./grafana-double.ts";

const token = "glsa_canary0123456789";

// Grafana cannot be had in a test: a double answers with its words.
describe("before an update of prod, Grafana is asked", () => {
  let grafana: GrafanaDouble;
  beforeAll(async () => {
    grafana = await grafanaDouble({ token });
  });
  beforeEach(() => {
    grafana.become({ token });
  });
  afterAll(() => grafana.stop());

  const obstacle = (url = grafana.url, auth = token) => grafanaObstacle({ url, auth }, 500);
  const says = async (url?: string, auth?: string) => (await obstacle(url, auth))?.message;

  test("and says nothing where all is well, a final slash or not", async () => {
    expect(await obstacle()).toBeUndefined();
    expect(await obstacle(`${grafana.url}/`)).toBeUndefined();
    expect(new Set(grafana.requests)).toEqual(
      new Set([
        "GET /api/org",
        "GET /api/plugins/grafana-amazonprometheus-datasource/settings",
        "GET /api/access-control/user/actions",
      ]),
    );
  });

  test("whose token has expired", async () => {
    expect(await obstacle(grafana.url, "glsa_old")).toEqual({
      kind: "refuses",
      message:
        `monitoring:grafanaAuth (a secret, not shown) is not taken by ${grafana.url} (HTTP 401, "Invalid API key"): it ` +
        "has expired, was deleted, or is of another Grafana; make a token of a service account with the role Admin " +
        "(Administration > Users and access > Service accounts), then: npm run pulumi -- config set --secret " +
        "monitoring:grafanaAuth --stack prod",
    });
  });

  test("whose token may only edit", async () => {
    grafana.become({ token, actions: ["dashboards:create", "folders:create", "annotations:create"] });
    expect(await says()).toBe(
      `monitoring:grafanaAuth (a secret, not shown) may not do all of an update at ${grafana.url}: it lacks ` +
        "datasources:create, folders.permissions:write, orgs.preferences:write; make a token of a service account with " +
        "the role Admin (Administration > Users and access > Service accounts), then: npm run pulumi -- config set " +
        "--secret monitoring:grafanaAuth --stack prod",
    );
  });

  test("which does not tell what a token may: then the update will", async () => {
    grafana.become({ token, actions: "untold" });
    expect(await obstacle()).toBeUndefined();
  });

  test("which lacks the plugin that the dashboards read through", async () => {
    grafana.become({ token, plugins: ["grafana-clock-panel"] });
    expect(await obstacle()).toEqual({
      kind: "refuses",
      message:
        `monitoring:grafanaUrl is ${grafana.url}, which lacks the plugin grafana-amazonprometheus-datasource: every ` +
        "dashboard reads through it; install it there (Administration > Plugins and data > Plugins, or grafana cli " +
        "plugins install grafana-amazonprometheus-datasource and a restart)",
    });
  });

  const elsewhere = (status: number) =>
    `monitoring:grafanaUrl is ${grafana.url}, which does not answer /api/org as Grafana does (HTTP ${status}); write the ` +
    "address at which Grafana opens in a browser, with its path if it has one";

  test.each([
    { what: "an error page", status: 404, body: "<html>not found</html>" },
    { what: "another server's page", status: 200, body: "<html>welcome</html>" },
    { what: "another server's JSON", status: 200, body: '["id"]' },
    { what: "a login of a proxy", status: 401, body: "Unauthorized" },
    { what: "a failure of its own", status: 502, body: "" },
  ])("at an address that answers with $what", async ({ status, body }) => {
    grafana.become({ token, instead: { status, body } });
    expect(await obstacle()).toEqual({ kind: "refuses", message: elsewhere(status) });
  });

  test("at an address that leads elsewhere, whither the token does not go", async () => {
    const { url } = grafana;
    grafana.become({ token, instead: { status: 301, body: "", location: "https://login.example.com/x?y" } });
    expect(await says()).toBe(
      `monitoring:grafanaUrl is ${url}, which sends its visitors to https://login.example.com; write the address at which ` +
        "Grafana itself answers",
    );
  });

  test("at an address where nothing listens", async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    expect(await obstacle(`http://127.0.0.1:${port}/grafana`)).toEqual({
      kind: "silent",
      message:
        `monitoring:grafanaUrl is http://127.0.0.1:${port}/grafana, which does not answer (ECONNREFUSED); write the ` +
        "address at which Grafana opens in a browser, and see that this machine reaches it",
    });
  });

  test("at an address that takes the question and never answers", async () => {
    const silent = createServer((socket) => silent.once("done", () => socket.destroy()));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const message = await says(`http://127.0.0.1:${port}`);
    silent.emit("done");
    silent.close();
    expect(message).toContain("does not answer (nothing within 0.5 s);");
  });

  test("and a server that echoes what it was sent puts no token into the message", async () => {
    grafana.become({ token, instead: { status: 401, body: JSON.stringify({ message: `bad ${token}` }) } });
    const message = await says();
    expect(message).toContain("(HTTP 401): it has expired");
    expect(message).not.toContain(token);
  });
});
