import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { openInbox, secrets } from "./inbox-world.ts";

let inbox: Awaited<ReturnType<typeof openInbox>>;
beforeAll(async () => {
  inbox = await openInbox();
});
beforeEach(() => {
  inbox.store.clear();
});
afterAll(() => inbox.close());

async function post(path: string, body: unknown, token?: string): Promise<{ status: number; text: string }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(inbox.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

function lastRejection(): unknown {
  return inbox.rejections.list().at(-1);
}

const webhook = {
  version: "4",
  status: "resolved",
  commonAnnotations: { summary: "well again" },
  alerts: [
    { status: "resolved", labels: { alertname: "McpServerDown", severity: "critical" }, annotations: {} },
  ],
};

describe("the Slack webhook", () => {
  const message = {
    attachments: [
      { title: "[RESOLVED] McpServerDown mcp-server (critical)", text: "it is back", color: "good" },
    ],
  };

  test("takes a message at its secret path", async () => {
    expect(await post(secrets.slackPath, message)).toEqual({ status: 200, text: "ok" });
    expect(inbox.store.list()).toMatchObject([
      {
        channel: "slack",
        status: "resolved",
        alerts: [{ name: "McpServerDown", status: "resolved", severity: "critical" }],
        summary: "it is back",
        body: message,
      },
    ]);
  });

  test.each(["/services/T0/B0/wrong", "/services/T0", `${secrets.slackPath}/`])(
    "says invalid_token at %s",
    async (path) => {
      expect(await post(path, message)).toEqual({ status: 403, text: "invalid_token" });
      expect(inbox.store.list()).toEqual([]);
      expect(lastRejection()).toMatchObject({ channel: "slack", reason: "invalid_token" });
    },
  );

  test.each([
    [{}, "no_text"],
    [{ attachments: "no list" }, "invalid_payload"],
  ])("says of %j: %s", async (body, answer) => {
    expect(await post(secrets.slackPath, body)).toEqual({ status: 400, text: answer });
  });
});

describe("PagerDuty's Events API", () => {
  const event = {
    routing_key: secrets.routingKey,
    event_action: "trigger",
    dedup_key: "abc",
    payload: {
      summary: "[FIRING:1] McpServerDown mcp-server",
      source: "Alertmanager",
      severity: "critical",
      custom_details: {
        firing:
          "Labels:\n - alertname = McpServerDown\n - severity = critical\nAnnotations:\n - summary = it is down\n",
      },
    },
  };

  test("takes an event and does not keep its key", async () => {
    const { status, text } = await post("/v2/enqueue", event);
    expect([status, JSON.parse(text)]).toEqual([
      202,
      { status: "success", message: "Event processed", dedup_key: "abc" },
    ]);
    const alert = { name: "McpServerDown", status: "firing", severity: "critical" };
    expect(inbox.store.list()).toMatchObject([
      { channel: "pagerduty", status: "firing", summary: "it is down", alerts: [alert] },
    ]);
    expect(JSON.stringify(inbox.store.list())).not.toContain(secrets.routingKey);
  });

  test("takes a resolve without a payload", async () => {
    const resolve = { routing_key: secrets.routingKey, event_action: "resolve", dedup_key: "abc" };
    expect((await post("/v2/enqueue", resolve)).status).toBe(202);
    expect(inbox.store.list()).toMatchObject([{ status: "resolved" }]);
  });

  test.each([
    [{ ...event, routing_key: "f".repeat(32) }, "Invalid routing key"],
    [{ ...event, routing_key: "" }, "'routing_key' is missing or blank"],
    [
      { ...event, event_action: "shout" },
      "'event_action' must be one of 'trigger', 'acknowledge' or 'resolve'",
    ],
    [
      { ...event, payload: { ...event.payload, summary: undefined } },
      "'payload.summary' is missing or blank",
    ],
    [
      { ...event, payload: { ...event.payload, severity: "page" } },
      "'payload.severity' must be one of 'critical', 'error', 'warning' or 'info'",
    ],
    [{ routing_key: secrets.routingKey, event_action: "resolve" }, "'dedup_key' is missing or blank"],
  ])("refuses %#", async (body, error) => {
    const { status, text } = await post("/v2/enqueue", body);
    const expected = { status: "invalid event", message: "Event object is invalid", errors: [error] };
    expect([status, JSON.parse(text)]).toEqual([400, expected]);
    expect(inbox.store.list()).toEqual([]);
    expect(lastRejection()).toMatchObject({ channel: "pagerduty", reason: error });
  });
});

describe("the plain webhook", () => {
  test("takes Alertmanager's version 4", async () => {
    expect((await post("/webhook", webhook, secrets.webhookToken)).status).toBe(200);
    expect(inbox.store.list()).toMatchObject([
      { channel: "webhook", status: "resolved", summary: "well again" },
    ]);
  });

  test.each([undefined, "wrong", secrets.heartbeatToken])("refuses the token %s", async (token) => {
    expect((await post("/webhook", webhook, token)).status).toBe(401);
    expect(inbox.store.list()).toEqual([]);
    expect(lastRejection()).toMatchObject({ channel: "webhook", reason: "wrong bearer token" });
  });

  test("refuses what is not a webhook", async () => {
    expect((await post("/webhook", { status: "firing" }, secrets.webhookToken)).status).toBe(400);
  });
});

describe("the heartbeat", () => {
  const state = async (): Promise<unknown> => (await fetch(`${inbox.url}/api/heartbeat`)).json();

  test("counts beats with the right token only, and never a resolved one", async () => {
    expect(await state()).toEqual({ lastAt: null, ageSeconds: null, count: 0, alive: false });
    expect((await post("/heartbeat", {}, secrets.webhookToken)).status).toBe(401);
    expect((await post("/heartbeat", { status: "resolved" }, secrets.heartbeatToken)).status).toBe(200);
    expect(await state()).toMatchObject({ count: 0 });
    expect((await post("/heartbeat", { status: "firing" }, secrets.heartbeatToken)).status).toBe(200);
    expect(await state()).toMatchObject({ count: 1, alive: true });
    expect(inbox.store.list()).toEqual([]);
  });
});

describe("the JSON", () => {
  const messages = async (query: string): Promise<unknown> =>
    (await fetch(`${inbox.url}/api/messages${query}`)).json();

  test("filters by channel, alert and time", async () => {
    await post("/webhook", webhook, secrets.webhookToken);
    await post(secrets.slackPath, { text: "[FIRING:1] Other" });
    expect(await messages("")).toMatchObject([{ channel: "webhook" }, { channel: "slack" }]);
    expect(await messages("?channel=slack")).toMatchObject([
      { channel: "slack", alerts: [{ name: "Other" }] },
    ]);
    expect(await messages("?alert=McpServerDown")).toMatchObject([{ channel: "webhook" }]);
    expect(await messages("?since=2099-01-01T00:00:00Z")).toEqual([]);
    expect(await messages("?since=2000-01-01T00:00:00Z&channel=webhook")).toHaveLength(1);
    expect(await messages("?since=yesterday")).toEqual({
      error: 'since is "yesterday"; allowed: a time like 2026-01-31T12:00:00Z',
    });
  });

  test("is cleared by a program, not by a web page", async () => {
    await post("/webhook", webhook, secrets.webhookToken);
    const clear = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${inbox.url}/api/messages`, { method: "DELETE", headers });
    expect((await clear({ origin: "http://evil.example" })).status).toBe(403);
    expect(await messages("")).toHaveLength(1);
    expect((await clear({})).status).toBe(200);
    expect(await messages("")).toEqual([]);
  });
});

describe("the page", () => {
  test("escapes whatever a message says", async () => {
    await post(secrets.slackPath, { text: `[FIRING:1] <img/src=x> "quoted" <script>alert('1')</script>` });
    const response = await fetch(inbox.url);
    const text = await response.text();
    expect(text).toContain("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
    expect(text).toContain("&lt;img/src=x&gt;");
    expect(text).not.toContain("<img");
    expect(text.match(/<script>/g)).toHaveLength(1);
  });

  test("allows its own style and script by their digests, and nothing else", async () => {
    const { createHash } = await import("node:crypto");
    const response = await fetch(inbox.url);
    const text = await response.text();
    const digest = (tag: string): string => {
      const content = new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(text)?.[1] ?? "";
      return createHash("sha256").update(content).digest("base64");
    };
    expect(response.headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src 'sha256-${digest("style")}'; script-src 'sha256-${digest("script")}'; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });
});
