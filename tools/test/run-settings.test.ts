import { describe, expect, test } from "@jest/globals";
import { encryptedKeys, plainSecrets, runSettings } from "../src/run-settings.ts";

const nothing = { tracked: {}, previous: {}, lastTracked: {}, derived: {}, salt: "v1:salt" };

describe("the settings of a run", () => {
  test("keep what `config set` wrote into the copy", () => {
    const previous = {
      config: { "monitoring:inboxToken": { secure: "v1:x" }, "monitoring:retention": "9d" },
    };
    expect(runSettings({ ...nothing, previous })).toEqual({
      encryptionsalt: "v1:salt",
      config: previous.config,
    });
  });

  test("let a tracked value win over one that was set in the copy", () => {
    const previous = { config: { "monitoring:retention": "9d" } };
    const tracked = { config: { "monitoring:retention": "30d" } };
    expect(runSettings({ ...nothing, previous, tracked }).config).toEqual({ "monitoring:retention": "30d" });
  });

  test("forget a value that has left the tracked file", () => {
    const previous = { config: { "monitoring:retention": "30d" } };
    expect(
      runSettings({ ...nothing, previous, lastTracked: { "monitoring:retention": "30d" } }).config,
    ).toEqual({});
  });

  test("carry the images that the tool found, whatever the copy said", () => {
    const previous = { config: { "monitoring:images": { prometheus: "old" } } };
    const derived = { "monitoring:images": { prometheus: "new" } };
    expect(runSettings({ ...nothing, previous, derived }).config).toEqual(derived);
  });

  test("never carry somebody else's salt", () => {
    expect(runSettings({ ...nothing, tracked: { encryptionsalt: "v1:foreign" } }).encryptionsalt).toBe(
      "v1:salt",
    );
  });
});

test("secrets are told apart: encrypted, and written where everyone reads them", () => {
  const settings = {
    config: {
      "monitoring:slackWebhookUrl": { secure: "v1:x" },
      "monitoring:smtpPassword": "in plain sight",
      "monitoring:retention": "30d",
    },
  };
  expect(encryptedKeys(settings)).toEqual(["monitoring:slackWebhookUrl"]);
  expect(plainSecrets(settings)).toEqual(["monitoring:smtpPassword"]);
});
