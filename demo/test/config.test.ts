import { describe, expect, test } from "@jest/globals";
import {
  inboxConfigSchema,
  integrationsConfigSchema,
  loadConfigSchema,
  parseConfig,
  propsConfigSchema,
  serverConfigSchema,
  type InboxConfig,
  type ServerConfig,
} from "../src/index.ts";

const server: ServerConfig = {
  tokensFile: "/run/secrets/tokens",
  postgres: { host: "mcp-postgres", database: "demo", user: "demo", passwordFile: "/run/secrets/postgres" },
  redis: { host: "mcp-redis" },
  integrations: { crmUrl: "http://mcp-integrations:8201", ticketingUrl: "http://mcp-integrations:8202" },
};

const inbox: InboxConfig = {
  smtp: { passwordFile: "/run/secrets/smtp" },
  slack: { urlFile: "/run/secrets/slack" },
  pagerduty: { routingKeyFile: "/run/secrets/pagerduty" },
  webhook: { tokenFile: "/run/secrets/webhook" },
  heartbeat: { tokenFile: "/run/secrets/heartbeat" },
};

describe("defaults", () => {
  test("of the server", () => {
    expect(parseConfig(serverConfigSchema, server, "server.json")).toEqual({
      ...server,
      host: "0.0.0.0",
      port: 3001,
      adminPort: 3002,
      postgres: { ...server.postgres, port: 5432, poolSize: 10 },
      redis: { host: "mcp-redis", port: 6379 },
      dialect: ["seed"],
      rateLimit: { burst: { requests: 30, seconds: 10 }, sustained: { requests: 120, seconds: 60 } },
      healthIntervalSeconds: 5,
    });
  });

  test("of the load generator", () => {
    const load = { serverUrl: "http://mcp-server:3001/mcp", tokensFile: "/run/secrets/tokens" };
    expect(parseConfig(loadConfigSchema, load, "load.json")).toEqual({
      ...load,
      requestsPerSecond: 2,
      seed: 1,
    });
  });

  test("of the integrations", () => {
    expect(parseConfig(integrationsConfigSchema, {}, "integrations.json")).toEqual({
      host: "0.0.0.0",
      crmPort: 8201,
      ticketingPort: 8202,
      latencyMs: { min: 10, max: 60 },
    });
  });

  test("of a drill's props", () => {
    expect(parseConfig(propsConfigSchema, { folder: "/tmp/props" }, "props.json")).toEqual({
      folder: "/tmp/props",
      host: "0.0.0.0",
      port: 8300,
      tlsPort: 8343,
    });
  });

  test("of the inbox", () => {
    expect(parseConfig(inboxConfigSchema, inbox, "inbox.json")).toEqual({
      ...inbox,
      host: "0.0.0.0",
      httpPort: 8025,
      smtpPort: 1025,
      smtp: { user: "alertmanager", passwordFile: "/run/secrets/smtp" },
      heartbeat: { tokenFile: "/run/secrets/heartbeat", maxAgeSeconds: 180 },
      tls: { directory: "/tls", hosts: ["inbox", "localhost"] },
      maxMessages: 1000,
    });
  });
});

describe("an error says what is wrong, what is allowed and what to do", () => {
  test.each([
    [{ ...server, port: 70_000 }, "port is 70000; allowed: at most 65535; correct it"],
    [{ ...server, port: "3001" }, 'port is "3001"; allowed: a number; correct it'],
    [{ ...server, tokensFile: undefined }, "tokensFile is missing; allowed: a string; set it"],
    [
      { ...server, tokensFile: "tokens" },
      'tokensFile is "tokens"; allowed: an absolute path of a file; correct it',
    ],
    [{ ...server, dialect: ["klingon"] }, 'dialect.0 is "klingon"; allowed: "seed" or "otel"; correct it'],
    [{ ...server, dialect: [] }, "dialect is []; allowed: a length of at least 1; correct it"],
    [
      { ...server, redis: { host: "r", pasword: "x" } },
      "redis.pasword is not a setting; remove it or correct its name",
    ],
    [
      { ...server, integrations: { ...server.integrations, crmUrl: "ftp://x" } },
      'integrations.crmUrl is "ftp://x"; allowed: an http:// or https:// address; correct it',
    ],
    [null, "the file is null; allowed: an object; correct it"],
  ])("%#", (config, sentence) => {
    expect(() => parseConfig(serverConfigSchema, config, "/etc/demo/server.json")).toThrow(
      `/etc/demo/server.json cannot be used:\n  ${sentence}`,
    );
  });

  test("for every contradiction at once", () => {
    const wrong = { crmPort: 0, latencyMs: { min: 20, max: 10 }, colour: "red" };
    const message = [
      "integrations.json cannot be used:",
      "  crmPort is 0; allowed: at least 1; correct it",
      '  latencyMs is {"min":20,"max":10}; allowed: a min that is not above max; correct it',
      "  colour is not a setting; remove it or correct its name",
    ].join("\n");
    expect(() => parseConfig(integrationsConfigSchema, wrong, "integrations.json")).toThrow(message);
  });
});
