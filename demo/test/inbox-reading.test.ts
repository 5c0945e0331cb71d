import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readAlerts, readSubject } from "../src/inbox/alert-text.ts";
import { Heartbeat } from "../src/inbox/heartbeat.ts";
import type { Draft } from "../src/inbox/message.ts";
import { htmlToText, parseEmail } from "../src/inbox/mime.ts";
import { slackPath } from "../src/inbox/slack-path.ts";
import { MessageStore } from "../src/inbox/store.ts";
import { createCertificate, loadCertificate, willDo } from "../src/inbox/tls.ts";
import { silent } from "./inbox-world.ts";

describe("an e-mail is decoded", () => {
  test("from quoted-printable inside multipart, a soft line break keeping the space before it", () => {
    const raw = [
      "Subject: =?utf-8?q?[FIRING:1]_Caf=C3=A9?=",
      " =?utf-8?q?Down?=",
      'Content-Type: multipart/alternative; boundary="b1"',
      "",
      "preamble",
      "--b1",
      "Content-Transfer-Encoding: quoted-printable",
      "Content-Type: text/plain; charset=UTF-8",
      "",
      "summary =",
      "=3D caf=C3=A9",
      "--b1",
      "Content-Transfer-Encoding: base64",
      "Content-Type: text/html; charset=UTF-8",
      "",
      Buffer.from("<b>hé</b>").toString("base64"),
      "--b1--",
      "epilogue",
    ].join("\r\n");
    expect(parseEmail(raw)).toEqual({
      subject: "[FIRING:1] CaféDown",
      from: "",
      to: "",
      text: "summary = café",
      html: "<b>hé</b>",
    });
  });

  test("whatever arrives: no end of headers, a missing boundary, an unknown charset", () => {
    expect(parseEmail("Subject: x").subject).toBe("x");
    expect(parseEmail("").text).toBe("");
    expect(parseEmail("Content-Type: multipart/mixed\r\n\r\nbody").text).toBe("");
    expect(parseEmail("Content-Type: text/plain; charset=nonsense\r\n\r\nbody").text).toBe("body");
  });

  test("to the text of its HTML", () => {
    const page =
      "<head><title>no</title></head><style>p{}</style><p>a  &lt;b&gt;<br>c &#34;d&#34;</p>&amp;lt;";
    expect(htmlToText(page)).toBe('a <b>\nc "d"\n&lt;');
  });
});

describe("alerts are read", () => {
  test.each([
    [
      "[FIRING:2] McpServerDown mcp-server (dev critical)",
      { status: "firing", name: "McpServerDown", severity: "critical" },
    ],
    ["[RESOLVED] Watchdog", { status: "resolved", name: "Watchdog", severity: "" }],
    ["[FIRING:1] McpErrors too many error answers", { status: "firing", name: "McpErrors", severity: "" }],
    ["hello", { status: undefined, name: "hello", severity: "" }],
    ["", { status: undefined, name: "unknown", severity: "" }],
  ])("from the subject %s", (subject, expected) => {
    expect(readSubject(subject)).toEqual(expected);
  });

  test("from Alertmanager's own text, firing and resolved apart", () => {
    const text = [
      "Alerts Firing:",
      "Labels:",
      " - alertname = A",
      " - severity = critical",
      "Annotations:",
      " - alertname = not a label",
      "Source: x",
      "Alerts Resolved:",
      "Labels:",
      " - alertname = B",
    ].join("\n");
    expect(readAlerts(text, "firing")).toEqual([
      { name: "A", status: "firing", severity: "critical", labels: { alertname: "A", severity: "critical" } },
      { name: "B", status: "resolved", severity: "", labels: { alertname: "B" } },
    ]);
  });
});

test("a Slack secret is an address or its path", () => {
  expect(slackPath("https://hooks.slack.com/services/T/B/s\n")).toBe("/services/T/B/s");
  expect(slackPath("/services/T/B/s")).toBe("/services/T/B/s");
  expect(slackPath("https://hooks.slack.com/other/T/B/s")).toBeUndefined();
});

test("a heartbeat is alive until its greatest age", () => {
  const heartbeat = new Heartbeat(60);
  heartbeat.beat(new Date("2026-01-01T00:00:00Z"));
  expect(heartbeat.state(new Date("2026-01-01T00:01:00Z"))).toMatchObject({ ageSeconds: 60, alive: true });
  expect(heartbeat.state(new Date("2026-01-01T00:01:01Z"))).toMatchObject({ ageSeconds: 61, alive: false });
});

describe("in a folder", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "inbox-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const draft = (name: string): Draft => ({
    channel: "webhook",
    status: "firing",
    alerts: [{ name, status: "firing", severity: "" }],
    subject: name,
    summary: name,
    body: { name },
  });
  const names = (store: MessageStore): readonly string[] => store.list().map(({ subject }) => subject);

  test("messages outlive a restart, the newest only, and a line that was cut off does no harm", async () => {
    const file = join(folder, "data", "messages.jsonl");
    const first = await MessageStore.open(2, file, silent);
    for (const name of ["a", "b", "c"]) first.add(draft(name));
    await first.flush();
    await writeFile(file, `${await readFile(file, "utf8")}{"id":"cut`);

    const second = await MessageStore.open(2, file, silent);
    expect(names(second)).toEqual(["b", "c"]);
    second.add(draft("d"));
    await second.flush();
    expect(names(await MessageStore.open(2, file, silent))).toEqual(["c", "d"]);

    second.clear();
    await second.flush();
    expect(names(await MessageStore.open(2, file, silent))).toEqual([]);
  });

  test("the file stays bounded", async () => {
    const file = join(folder, "bounded.jsonl");
    const store = await MessageStore.open(3, file, silent);
    for (let n = 0; n < 20; n += 1) store.add(draft(String(n)));
    await store.flush();
    expect((await readFile(file, "utf8")).trim().split("\n").length).toBeLessThanOrEqual(6);
    expect(names(await MessageStore.open(3, file, silent))).toEqual(["17", "18", "19"]);
  });

  test("the certificate is kept while it will do, its key for its owner only", async () => {
    const tls = join(folder, "tls");
    const first = await loadCertificate(tls, ["inbox"], silent);
    expect((await stat(join(tls, "key.pem"))).mode & 0o777).toBe(0o600);
    expect(await loadCertificate(tls, ["inbox"], silent)).toEqual(first);
    expect(await loadCertificate(tls, ["inbox", "mcp-inbox"], silent)).not.toEqual(first);
  });

  test("a certificate will not do in its last month", async () => {
    const now = new Date("2026-01-01T00:00:00Z");
    const { cert, key } = await createCertificate(["inbox", "127.0.0.1"], now);
    expect(willDo(cert, key, ["inbox", "127.0.0.1"], now)).toBe(true);
    expect(willDo(cert, key, ["other"], now)).toBe(false);
    expect(willDo(cert, key, ["inbox"], new Date("2026-12-10T00:00:00Z"))).toBe(false);
    expect(willDo(cert, "no key", ["inbox"], now)).toBe(false);
  });
});
