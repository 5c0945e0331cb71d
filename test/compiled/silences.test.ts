import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { world } from "../../packages/alerting/test/routing-fixtures.ts";
import { apiOf, request, type AlertmanagerApi } from "../../tools/src/silences/alertmanager-api.ts";
import { listSilences, silencesPage } from "../../tools/src/silences/list-silences.ts";
import { showMatcher } from "../../tools/src/silences/matcher.ts";
import { planSilence } from "../../tools/src/silences/plan-silence.ts";
import { inboxAtHand, type InboxAtHand } from "./inbox-at-hand.ts";
import { startAlertmanager, waitFor, type LiveAlertmanager } from "./live-alertmanager.ts";

describe("a silence around a deploy, in a live Alertmanager", () => {
  let inbox: InboxAtHand;
  let alertmanager: LiveAlertmanager;
  let api: AlertmanagerApi;
  beforeAll(async () => {
    inbox = await inboxAtHand();
    alertmanager = await startAlertmanager(inbox.files());
    api = apiOf((method, path, body) => request(`${alertmanager.url}/api/v2${path}`, method, body));
    const severities = ["critical", "high", "warning", "heartbeat"];
    await alertmanager.post(
      severities.map((severity) => ({ labels: { alertname: `A-${severity}`, severity, service: severity } })),
    );
  });
  afterAll(async () => {
    await alertmanager.stop();
    await inbox.close();
  });

  const silenced = async (): Promise<readonly string[]> =>
    (await alertmanager.alerts())
      .filter(({ status }) => status.silencedBy.length > 0)
      .map(({ labels }) => labels["severity"] ?? "");

  test("holds warnings back and nothing else, is listed, and ends when it is told to", async () => {
    const wish = { matchers: [], deploy: true, by: "ann", comment: "v1.2\nand more" };
    const { silenceID } = JSON.parse(
      await api.post("/silences", JSON.stringify(planSilence(wish, world, new Date()))),
    ) as { readonly silenceID: string };
    await waitFor("a silenced alert", 10, async () => (await silenced()).length > 0 || undefined);
    expect(await silenced()).toEqual(["warning"]);

    const listed = await listSilences(api);
    expect(listed.map(({ id, matchers }) => [id, matchers.map(showMatcher)])).toEqual([
      [silenceID, ['severity="warning"']],
    ]);
    expect(silencesPage(listed, new Date())).toMatch(
      /^[0-9a-f-]{36} {2}until \S+ \(15 min\)\n {2}severity="warning"\n {2}ann: deploy: v1.2 and more\n$/,
    );

    await api.expire(silenceID);
    expect(await listSilences(api)).toEqual([]);
    expect(await silenced()).toEqual([]);
  });

  test("ends by itself", async () => {
    const now = new Date();
    const plan = planSilence({ matchers: [], deploy: true, for: "2s", by: "ann" }, world, now);
    expect(Date.parse(plan.endsAt) - now.getTime()).toBe(2_000);
    await api.post("/silences", JSON.stringify(plan));
    await waitFor("a silenced alert", 5, async () => (await silenced()).length > 0 || undefined);
    await waitFor("its end", 10, async () => (await silenced()).length === 0 || undefined);
    expect(await listSilences(api)).toEqual([]);
  });

  test("that does not exist is said so in Alertmanager's words", async () => {
    await expect(api.expire("00000000-0000-4000-8000-000000000000")).rejects.toThrow(
      /^Alertmanager refused it \(404\)/,
    );
  });
});
