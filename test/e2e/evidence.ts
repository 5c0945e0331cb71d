import { randomUUID } from "node:crypto";
import { eventually, type Stand } from "./open-stand.ts";
import type { Message } from "./inbox.ts";

/** Something written into a stack, and how to find it again. */
export interface Evidence {
  /** What a person would miss, by where it lies; equal before and after if nothing was lost. */
  readonly read: () => Promise<Readonly<Record<string, unknown>>>;
}

/** Name of the alert that {@link plantEvidence} sends to the inbox. */
export const evidenceAlert = "HealingEvidence";

/** Writes one thing into every place of a dev stack that keeps data. */
export async function plantEvidence(stand: Stand): Promise<Evidence> {
  const { prefix, docker, json, command } = stand;
  const { output } = await command(["pulumi", "config", "get", "redisPassword"]);
  const password = /[0-9a-f]{32}/.exec(output)?.[0] ?? "";
  const token = randomUUID();
  const psql = (statement: string) =>
    docker(
      ...["exec", `${prefix}-postgres`, "psql", "-U", "customer_success", "-d", "customer_success"],
      ...["-qXtAc", statement],
    );
  const redis = (...args: readonly string[]) =>
    docker("exec", "--env", `REDISCLI_AUTH=${password}`, `${prefix}-redis`, "redis-cli", ...args);
  const inbox = async () =>
    (await json<readonly (Message & { id: string })[]>("inbox", `/api/messages?alert=${evidenceAlert}`))
      .filter(({ status }) => status === "firing")
      .map(({ id }) => id);

  await psql(`create table healing_evidence (token text); insert into healing_evidence values ('${token}')`);
  await redis("set", "healing-evidence", token);
  const { silenceID } = await json<{ silenceID: string }>("alertmanager", "/api/v2/silences", {
    matchers: [{ name: "alertname", value: "NoSuchAlert", isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    createdBy: "the healing test",
    comment: token,
  });
  await json("alertmanager", "/api/v2/alerts", [
    { labels: { alertname: evidenceAlert, severity: "critical", service: "none" } },
  ]);
  const messages = await eventually("the evidence in the inbox", 60, async () => {
    const found = await inbox();
    return found.length >= 3 ? found : undefined;
  });
  const moment = Date.now() / 1000;
  const sample = async () => {
    const query = encodeURIComponent('timestamp(up{job="mcp-server"})');
    const { data } = await json<{ data: { result: { value: [number, string] }[] } }>(
      "prometheus",
      `/api/v1/query?query=${query}&time=${moment}`,
    );
    return data.result.map(({ value }) => value[1]);
  };
  // Alertmanager writes to its disk from time to time: 10 s, as the stack sets it, and a little more.
  await new Promise((resolve) => setTimeout(resolve, 12_000));

  return {
    read: async () => ({
      sample: await sample(),
      row: await psql("select token from healing_evidence"),
      key: await redis("get", "healing-evidence"),
      silence: (await json<{ comment: string }>("alertmanager", `/api/v2/silence/${silenceID}`)).comment,
      messages: (await inbox()).filter((id) => messages.includes(id)),
    }),
  };
}
