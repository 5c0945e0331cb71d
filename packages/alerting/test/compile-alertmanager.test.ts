import { describe, expect, test } from "@jest/globals";
import {
  compileAlertmanager,
  compileReceiverDrill,
  hasReceiver,
  routes,
  type MuteTimes,
  type Receivers,
} from "../src/index.ts";
import { world } from "./routing-fixtures.ts";

const receivers: Receivers = {
  email: {
    to: "a@example.com",
    from: "b@example.com",
    smarthost: "smtp.example.com:587",
    username: "u",
    requireTls: true,
  },
  slack: { channel: "#alerts" },
  pagerduty: { url: "https://events.pagerduty.com/v2/enqueue" },
  heartbeat: { authorization: false },
};

interface Compiled {
  readonly route: {
    readonly receiver: string;
    readonly routes: readonly {
      readonly matchers: readonly string[];
      readonly receiver: string;
      readonly mute_time_intervals?: readonly string[];
      readonly routes?: readonly object[];
    }[];
  };
  readonly receivers: readonly { readonly name: string; readonly [kind: string]: unknown }[];
  readonly mute_time_intervals?: readonly object[];
}

const compile = (own: Receivers = receivers, muteTimes: MuteTimes = {}): Compiled =>
  compileAlertmanager({ alerts: world, receivers: own, muteTimes, secretsFolder: "/secrets" }) as Compiled;
const config = compile();
const kinds = ({ receivers: all }: Compiled): Record<string, string[]> =>
  Object.fromEntries(all.map(({ name, ...rest }) => [name, Object.keys(rest).sort()]));

describe("alertmanager.yml", () => {
  test("tells fewer people of what is less urgent, and nobody of what is for information", () => {
    expect(kinds(config)).toEqual({
      critical: ["email_configs", "pagerduty_configs", "slack_configs"],
      high: ["email_configs", "slack_configs"],
      warning: ["slack_configs"],
      info: [],
      heartbeat: ["webhook_configs"],
    });
  });

  test("tells a webhook of all that people are told, where there is one", () => {
    const found = kinds(compile({ ...receivers, webhook: { authorization: false } }));
    for (const severity of ["critical", "high", "warning"])
      expect(found[severity]).toContain("webhook_configs");
    expect(found["info"]).toEqual([]);
  });

  test("requires TLS for e-mail unless it is told not to", () => {
    expect(config.receivers[0]).toMatchObject({ email_configs: [{ require_tls: true }] });
    const without = compile({ ...receivers, email: { ...receivers.email, requireTls: false } });
    expect(without.receivers[0]).toMatchObject({ email_configs: [{ require_tls: false }] });
  });

  test("holds no inline secret: only settings that name files", () => {
    const all = compile({
      ...receivers,
      webhook: { authorization: true },
      heartbeat: { authorization: true },
    });
    const secretSettings =
      /"(auth_password|api_url|routing_key|service_key|credentials|password|url_secret)":/;
    expect(JSON.stringify(all)).not.toMatch(secretSettings);
    expect(
      JSON.stringify(all.receivers)
        .match(/"\/secrets\/[a-z-]+"/g)
        ?.sort(),
    ).toEqual(expect.arrayContaining(['"/secrets/webhook-token"', '"/secrets/heartbeat-token"']));
  });

  test("has one route for each severity, and none by which an alert is lost", () => {
    expect(config.route.routes.map(({ matchers, receiver }) => [matchers, receiver])).toEqual(
      routes.map(({ severity }) => [[`severity="${severity}"`], severity]),
    );
    expect(config.route.receiver).toBe("warning");
  });

  test("mutes warnings alone", () => {
    const { route, mute_time_intervals: intervals } = compile(receivers, {
      nights: { times: ["22:00-06:00"], weekdays: ["sunday"] },
      holidays: { weekdays: ["saturday"] },
      noon: { times: ["12:00-13:00"] },
      evenings: { times: ["18:00-00:00"] },
    });
    expect(route.routes.filter((row) => row.mute_time_intervals).map(({ receiver }) => receiver)).toEqual([
      "warning",
    ]);
    expect(intervals).toEqual([
      {
        name: "nights",
        time_intervals: [
          { weekdays: ["sunday"], times: [{ start_time: "22:00", end_time: "24:00" }] },
          { weekdays: ["monday"], times: [{ start_time: "00:00", end_time: "06:00" }] },
        ],
      },
      { name: "holidays", time_intervals: [{ weekdays: ["saturday"] }] },
      { name: "noon", time_intervals: [{ times: [{ start_time: "12:00", end_time: "13:00" }] }] },
      { name: "evenings", time_intervals: [{ times: [{ start_time: "18:00", end_time: "24:00" }] }] },
    ]);
  });
});

describe("where drills are held", () => {
  const drills = compileAlertmanager({
    alerts: world,
    receivers,
    muteTimes: {},
    secretsFolder: "/secrets",
    drills: true,
  }) as Compiled & { readonly inhibit_rules: readonly { readonly equal: readonly string[] }[] };

  test("a drill's alerts travel on each severity's route, and their news waits for a second", () => {
    for (const { routes: below } of drills.route.routes) {
      expect(below).toEqual([{ matchers: ['drill!=""'], group_interval: "1s" }]);
    }
  });

  test("only alerts of the same drill, or of none, hold each other back", () => {
    expect(drills.inhibit_rules.map(({ equal }) => equal.at(-1))).toEqual(
      drills.inhibit_rules.map(() => "drill"),
    );
  });

  test("and where none are held, nothing says so", () => {
    expect(JSON.stringify(config)).not.toContain('"drill');
  });
});

test("a drill of the receivers has the same integrations, each by itself", () => {
  const drill = compileReceiverDrill(["slack", "email"], {
    receivers,
    secretsFolder: "/secrets",
  }) as Compiled;
  expect(kinds(drill)).toEqual({ none: [], slack: ["slack_configs"], email: ["email_configs"] });
  const of = (found: Compiled, name: string, kind: string): unknown =>
    found.receivers.find((receiver) => receiver.name === name)?.[kind];
  expect(of(drill, "slack", "slack_configs")).toEqual(of(config, "critical", "slack_configs"));
  expect(of(drill, "email", "email_configs")).toEqual(of(config, "critical", "email_configs"));
});

test("what exists is what is set up", () => {
  expect((["webhook", "slack"] as const).map(hasReceiver(receivers))).toEqual([false, true]);
});
