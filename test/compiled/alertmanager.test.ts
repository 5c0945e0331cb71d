import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { amtool, rendered } from "./tools.ts";

const file = join(rendered("dev"), "alertmanager.yml");

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
        webhook: {},
      },
      muteTimes: {
        nights: { times: ["22:00-06:00"], weekdays: ["sunday"] },
        holidays: { weekdays: ["saturday"] },
      },
    });
    expect(amtool("check-config", join(own, "alertmanager.yml"))).toMatchObject({ ok: true });
  });
});
