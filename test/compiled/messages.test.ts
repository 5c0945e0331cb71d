import { expectGolden } from "../golden.ts";
import { join } from "node:path";
import { toJson } from "@monitoring/collection";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { inboxAtHand, withoutWaiting, type InboxAtHand } from "./inbox-at-hand.ts";
import { startAlertmanager, waitFor, type LiveAlertmanager, type PostedAlert } from "./live-alertmanager.ts";

const golden = join(import.meta.dirname, "golden");
const startsAt = "2026-01-31T12:00:00Z";

const down: PostedAlert = {
  startsAt,
  labels: {
    alertname: "McpServerDown",
    severity: "critical",
    service: "mcp-server",
    env: "dev",
    instance: "mcp-server:3001",
    job: "mcp-server",
  },
  annotations: {
    summary: "mcp-server does not answer",
    description: "Prometheus cannot scrape the MCP server: no client can call a tool.",
    runbook_url: "https://runbooks.example.com/McpServerDown.md",
  },
};

const evil =
  "<!channel> <script>alert(1)</script> <https://evil.example|click> https://evil.example {{ .ExternalURL }} \"quoted\" 'single' `tick` \\ back\r\nBcc: victim@example.com\n\u202egnp.exe ünïcödé 日本 🚀 \u0007\u00ad\u{e0001}";

const hostile: PostedAlert = {
  startsAt,
  labels: {
    alertname: "Hostile",
    severity: "critical",
    service: evil,
    env: "dev",
    long: "x".repeat(5_000),
    tool: evil,
  },
  annotations: {
    summary: `Tool ${evil} fails`,
    description: evil,
    runbook_url: "javascript:alert(1)",
  },
};

describe("messages, as the real Alertmanager sends them", () => {
  let inbox: InboxAtHand;
  let alertmanager: LiveAlertmanager;

  beforeAll(async () => {
    inbox = await inboxAtHand();
    alertmanager = await startAlertmanager(withoutWaiting(inbox.files()));
  });
  afterAll(async () => {
    await alertmanager.stop();
    await inbox.close();
  });

  /** What each channel received, parsed, without what differs from run to run. */
  const received = (status: string, title = "") =>
    waitFor(`three messages ${status}`, 15, () => {
      const all = inbox.store.list().filter(({ subject }) => subject.includes(title));
      const found = all.filter((message) => message.status === status);
      const byChannel = Object.fromEntries(found.map(({ channel, body }) => [channel, body]));
      return Object.keys(byChannel).length === 3 ? byChannel : undefined;
    });

  const stable = (body: unknown): string =>
    toJson(inLines(body)).replaceAll(/"dedup_key": "[0-9a-f]{64}"/g, '"dedup_key": "(of the group)"');

  test("say what is wrong, since when, where, and what to do", async () => {
    await alertmanager.post([down]);
    expectGolden(join(golden, "firing.json"), stable(await received("firing")));
  });

  test("say that it is over", async () => {
    await alertmanager.post([{ ...down, endsAt: "2026-01-31T12:05:00Z" }]);
    expectGolden(join(golden, "resolved.json"), stable(await received("resolved")));
    inbox.store.clear();
  });

  describe("with hostile labels", () => {
    let bodies: Readonly<Record<string, unknown>>;
    beforeAll(async () => {
      await alertmanager.post([hostile]);
      bodies = await received("firing");
    });
    const email = () => bodies["email"] as { subject: string; to: string; text: string; html: string };
    const slack = () =>
      (bodies["slack"] as { attachments: readonly { title: string; text: string }[] }).attachments[0];

    test("are as they were reviewed", () => {
      expectGolden(join(golden, "hostile.json"), stable(bodies));
    });

    test("call nobody and link nowhere in Slack", () => {
      const text = `${slack()?.title ?? ""}\n${slack()?.text ?? ""}`;
      expect(text).not.toMatch(/<!|<@|<#/);
      const links = [...text.matchAll(/<([^>]*)>/g)].map(([, link = ""]) => link.replace(/\?.*\|/, "?...|"));
      expect(links).toEqual([
        "http://127.0.0.1:3000/d/mcp-server-overview?...|Dashboard",
        "http://alertmanager.example.com/#/silences/new?...|Silence",
      ]);
      expect(text).not.toContain("https://evil");
    });

    test("run nothing in a mail reader, and add no header", () => {
      expect(email().html).not.toMatch(/<script|href="?javascript:|<img|<a href="https:\/\/evil/i);
      expect(email().subject).toMatch(/^\[FIRING:1\] Hostile [^\r\n]*$/);
      expect(email().to).toBe("oncall@example.com");
      expect(email().text).not.toMatch(/^Bcc:/m);
    });

    test("are not taken for templates", () => {
      expect(email().text).toContain("{{ .ExternalURL }}");
    });

    test("keep other people's letters and signs, and lose controls and reversals", () => {
      expect(email().subject).toContain("ünïcödé");
      expect(email().text).toContain("日本 🚀");
      expect(JSON.stringify(bodies)).not.toMatch(/\\u202e|\u202e|\\u0007/);
    });

    test("are cut, which shows", () => {
      const line = email()
        .text.split("\n")
        .find((one) => one.trim().startsWith("long = "));
      expect(line?.trim()).toBe(`long = ${"x".repeat(300)}…`);
    });
  });

  test("with hundreds of alerts name ten and count the rest", async () => {
    inbox.store.clear();
    const many = Array.from({ length: 250 }, (_, i) => ({
      ...down,
      labels: { ...down.labels, alertname: "Many", instance: `host-${String(i).padStart(3, "0")}` },
    }));
    await alertmanager.post(many);
    const { email, slack, pagerduty } = (await received("firing", "FIRING:250")) as Record<
      string,
      { text?: string }
    >;
    expect(email?.text).toMatch(/and 240 more/);
    expect(email?.text?.match(/Firing since/g)).toHaveLength(10);
    expect(JSON.stringify(slack)).toContain("and 240 more");
    expect(JSON.stringify(pagerduty).length).toBeLessThan(20_000);
  });

  test("have no failure in Alertmanager's own log", () => {
    expect(alertmanager.log()).not.toMatch(/level=(WARN|ERROR)/);
  });
});

/** The same with texts of several lines as lists of lines, which a person can review. */
function inLines(value: unknown): unknown {
  if (typeof value === "string") return /\n./.test(value) ? value.split(/\r?\n/) : value;
  if (Array.isArray(value)) return value.map(inLines);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inLines(member)]));
}
