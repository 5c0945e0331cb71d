import { join } from "node:path";
import { alertsOf } from "@monitoring/alerting";
import { catalogue } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { amtool, rendered } from "./tools.ts";

const file = join(rendered("dev"), "alertmanager.yml");
const route = (...labels: string[]): string =>
  amtool("config", "routes", "test", `--config.file=${file}`, ...labels).output.trim();

describe("the compiled alertmanager.yml", () => {
  test("passes amtool", () => {
    expect(amtool("check-config", file)).toMatchObject({ ok: true });
  });

  test("with receivers of the user's own passes amtool", () => {
    const own = rendered("dev", {
      receivers: {
        email: {
          to: "a@example.com",
          from: "b@example.com",
          smarthost: "smtp.example.com:587",
          username: "u",
        },
        slack: { channel: "#alerts" },
        pagerduty: {},
        heartbeat: {},
      },
    });
    expect(amtool("check-config", join(own, "alertmanager.yml"))).toMatchObject({ ok: true });
  });

  const expected = {
    critical: "page",
    high: "notify",
    warning: "notify",
    info: "none",
    heartbeat: "heartbeat",
  };
  const alerts = alertsOf(catalogue.rules).map(({ name, severity }) => ({ name, severity }));

  test.each(alerts)("sends $name to where it belongs", ({ name, severity }) => {
    expect(route(`alertname=${name}`, `severity=${severity}`)).toBe(expected[severity]);
  });
});
