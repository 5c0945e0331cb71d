import { connect } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createTransport } from "nodemailer";
import { openInbox, secrets } from "./inbox-world.ts";

let inbox: Awaited<ReturnType<typeof openInbox>>;
beforeAll(async () => {
  inbox = await openInbox();
});
beforeEach(() => {
  inbox.store.clear();
});
afterAll(() => inbox.close());

function send(pass: string, requireTLS = true): Promise<unknown> {
  const transport = createTransport({
    host: "localhost",
    port: inbox.smtpPort,
    requireTLS,
    ignoreTLS: !requireTLS,
    tls: { ca: inbox.ca, servername: "localhost" },
    auth: { user: "alertmanager", pass },
  });
  return transport.sendMail({
    from: "alerts@example.org",
    to: "team@example.org",
    subject: "[FIRING:1] McpServerDown mcp-server (critical) – ä",
    text: "plain",
    html: "<p>Labels</p><p>alertname = McpServerDown</p><p>severity = critical</p><p>Annotations</p><p>summary = it is down</p>",
  });
}

describe("an e-mail", () => {
  test("arrives over STARTTLS with the right password", async () => {
    await send(secrets.smtpPassword);
    expect(inbox.store.list()).toMatchObject([
      {
        channel: "email",
        status: "firing",
        alerts: [{ name: "McpServerDown", status: "firing", severity: "critical" }],
        subject: "[FIRING:1] McpServerDown mcp-server (critical) – ä",
        summary: "it is down",
        body: { text: "plain", from: "alerts@example.org", to: "team@example.org" },
      },
    ]);
  });

  test("is refused with a wrong password, and the refusal is recorded", async () => {
    const before = inbox.rejections.list().length;
    await expect(send("wrong")).rejects.toMatchObject({ responseCode: 535 });
    expect(inbox.store.list()).toEqual([]);
    expect(inbox.rejections.list().slice(before)).toMatchObject([
      { channel: "email", reason: "wrong user name or password", from: "127.0.0.1" },
    ]);
  });

  test("is refused without STARTTLS, even with the right password", async () => {
    await expect(send(secrets.smtpPassword, false)).rejects.toThrow();
    expect(inbox.store.list()).toEqual([]);
  });

  test("cannot be sent without AUTH, and AUTH not in the clear", async () => {
    const login = Buffer.from(`\0alertmanager\0${secrets.smtpPassword}`).toString("base64");
    expect(await codes(["EHLO test", "MAIL FROM:<a@b.c>", `AUTH PLAIN ${login}`])).toEqual([
      "220",
      "250",
      "530",
      "538",
    ]);
  });
});

/** Speaks SMTP by hand and returns the code of each answer. */
async function codes(commands: readonly string[]): Promise<readonly string[]> {
  const socket = connect(inbox.smtpPort, "127.0.0.1");
  const found: string[] = [];
  for await (const line of createInterface({ input: socket })) {
    if (line[3] === "-") continue;
    const command = commands[found.length];
    found.push(line.slice(0, 3));
    if (command === undefined) break;
    socket.write(`${command}\r\n`);
  }
  socket.destroy();
  return found;
}
