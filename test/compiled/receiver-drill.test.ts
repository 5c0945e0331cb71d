import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { channels, type Channel } from "@monitoring/alerting";
import { afterEach, describe, expect, test } from "@jest/globals";
import { drillAlert, drillReceivers, type ReceiverOutcome } from "../../tools/src/drill/receiver-drill.ts";
import { trialArguments } from "../../tools/src/drill/trial-container.ts";
import { secrets } from "../../demo/test/inbox-world.ts";
import { inboxAtHand, type InboxAtHand } from "./inbox-at-hand.ts";
import { startAlertmanager, type LiveAlertmanager } from "./live-alertmanager.ts";

const people = channels.filter((channel) => channel !== "webhook");

describe("a drill of the receivers", () => {
  let inbox: InboxAtHand | undefined;
  let alertmanager: LiveAlertmanager | undefined;
  afterEach(async () => {
    await alertmanager?.stop();
    await inbox?.close();
    [alertmanager, inbox] = [undefined, undefined];
  });

  async function drill(
    wrong?: (url: string) => Readonly<Record<string, string>>,
    chosen: readonly Channel[] = people,
    deadlineSeconds = 10,
    values: Readonly<Record<string, unknown>> = {},
  ) {
    const opened = await inboxAtHand(wrong);
    inbox = opened;
    const args = trialArguments("/", "http://alertmanager.example.com").filter((arg) =>
      /log.format|enable-feature/.test(arg),
    );
    const live = await startAlertmanager(opened.drillFiles(chosen, values), { args });
    alertmanager = live;
    const reported: Channel[] = [];
    const outcomes = await drillReceivers(
      {
        get: async (path) => (await fetch(`${live.url}${path}`)).text(),
        post: async (path, body) => {
          await live.json(path, JSON.parse(body));
        },
        log: live.log,
      },
      chosen,
      {
        deadlineSeconds,
        receipt: (channel) =>
          Promise.resolve(
            channel === "heartbeat"
              ? opened.heartbeat.state().count > 0
              : opened.store.list({ channel, alert: drillAlert }).length > 0,
          ),
        report: ({ channel }) => {
          reported.push(channel);
        },
      },
    );
    expect([...reported].sort()).toEqual([...chosen].sort());
    return Object.fromEntries(outcomes.map((outcome) => [outcome.channel, outcome])) as Partial<
      Record<Channel, ReceiverOutcome>
    >;
  }

  test("that all are right ends with a receipt of each, and with the alert's end", async () => {
    const outcomes = await drill();
    for (const channel of people) {
      expect(outcomes[channel]).toEqual({ channel, received: true, seconds: expect.any(Number) as unknown });
    }
    const told = inbox?.store
      .list()
      .map(({ channel, status }) => `${channel} ${status}`)
      .sort();
    expect(told).toEqual([
      "email firing",
      "email resolved",
      "pagerduty firing",
      "pagerduty resolved",
      "slack firing",
      "slack resolved",
    ]);
  });

  test.each<[string, Channel, (url: string) => Readonly<Record<string, string>>, string]>([
    ["password", "email", () => ({ "email-password": "wrong" }), '535 "authentication credentials invalid"'],
    ["webhook", "slack", (url) => ({ "slack-url": `${url}/services/T0/B0/wrong` }), "invalid_token"],
    ["key", "pagerduty", () => ({ "pagerduty-routing-key": "0".repeat(32) }), "Invalid routing key"],
    ["token", "heartbeat", () => ({ "heartbeat-token": "wrong" }), "401"],
  ])("with a wrong %s fails for %s alone, in its own words", async (_, channel, wrong, words) => {
    const outcomes = await drill(wrong, people, 8);
    expect(people.filter((one) => outcomes[one]?.error !== undefined)).toEqual([channel]);
    expect(outcomes[channel]?.error).toContain(words);
    for (const secret of Object.values(secrets)) expect(JSON.stringify(outcomes)).not.toContain(secret);
  });

  test("with a host that does not exist, or a port where nobody listens, says so", async () => {
    const nobody = () => ({
      "slack-url": "http://127.0.0.1:9/services/T0/B0/canary",
      "webhook-url": "http://no-such-host.invalid/canary",
    });
    const outcomes = await drill(nobody, ["slack", "webhook"], 8, { receivers: { webhook: {} } });
    expect(outcomes.slack?.error).toMatch(/connection refused/);
    expect(outcomes.webhook?.error).toMatch(/no such host|lookup|server misbehaving/);
    expect(JSON.stringify(outcomes)).not.toContain("canary");
  });

  test("with a receiver that never answers ends at the deadline", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const outcomes = await drill(
      () => ({ "slack-url": `http://127.0.0.1:${port}/services/T0/B0/x` }),
      ["slack"],
      3,
    );
    expect(outcomes.slack).toEqual({
      channel: "slack",
      seconds: expect.any(Number) as unknown,
      error: "no answer within 3 s",
    });
    expect(outcomes.slack?.seconds).toBeLessThan(5);
    silent.close();
  });
});
