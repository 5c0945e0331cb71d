import { describe, expect, test } from "@jest/globals";
import { account, accountOfAll } from "../src/outage/account.ts";
import { elect, type Elected } from "../src/outage/election.ts";
import { sampleStore } from "../src/outage/sample-store.ts";
import { scaled } from "../src/outage/scaled.ts";

describe("the receiver elects", () => {
  const hear = (elected: Elected, replica: string, at: number) =>
    elect(elected, { cluster: "mcp-prod", replica, at }, 30_000);

  test("the first replica that it hears, and drops the other's samples", () => {
    const { elected, kept } = hear(new Map(), "b", 0);
    expect(kept).toBe(true);
    expect(hear(elected, "a", 1).kept).toBe(false);
    expect(hear(elected, "b", 2).kept).toBe(true);
  });

  test("another one once the elected one has been silent for longer than thirty seconds", () => {
    const { elected } = hear(new Map(), "a", 0);
    expect(hear(elected, "b", 30_000).kept).toBe(false);
    const after = hear(elected, "b", 30_001);
    expect(after.kept).toBe(true);
    expect(hear(after.elected, "a", 30_002).kept).toBe(false);
  });

  test("for each cluster by itself", () => {
    const { elected } = hear(new Map(), "a", 0);
    expect(elect(elected, { cluster: "other", replica: "b", at: 1 }, 30_000).kept).toBe(true);
  });
});

describe("the receiver's store", () => {
  const labels = { __name__: "up" };
  const limits = { maxAge: 3_600_000, outOfOrder: 60_000 };

  test.each([
    ["takes what is newer than its series", 7_000_000, 1, "stored"],
    ["takes a sample twice", 6_990_000, 0, "repeated"],
    ["refuses another value at the same time", 6_990_000, 1, "two values at one time"],
    ["takes what is late by less than the window", 6_931_000, 1, "stored"],
    ["refuses what is late by more than the window", 6_929_000, 1, "out of order"],
    ["refuses what is older than an hour", 3_399_000, 1, "too old"],
  ])("%s", (_, timestamp, value, fate) => {
    const store = sampleStore(limits);
    store.add({ labels, timestamp: 6_990_000, value: 0 }, 7_000_000);
    expect(store.add({ labels, timestamp, value }, 7_000_000)).toBe(fate);
  });

  test("takes a backlog of a series that has nothing newer, however new others are", () => {
    const store = sampleStore(limits);
    store.add({ labels, timestamp: 6_990_000, value: 0 }, 7_000_000);
    expect(store.add({ labels: { __name__: "down" }, timestamp: 4_000_000, value: 0 }, 7_000_000)).toBe(
      "stored",
    );
  });
});

describe("the account", () => {
  // a and b ask in turn: a gets 0, 2, 4 ..., b gets 1, 3, 5 ...
  const exposures = Array.from({ length: 10 }, (_, n) => ({ n, agent: n % 2 === 0 ? "a" : "b" }));
  const stored = (...numbers: number[]) => numbers.map((n) => ({ n, timestamp: n * 7_500 }));

  test("of every answer to one replica finds nothing lost", () => {
    expect(account(exposures, stored(0, 2, 4, 6, 8), 15_000)).toEqual({
      stored: 5,
      lost: 0,
      longestHole: 15_000,
    });
  });

  test("names what one process got and the store has not, in whatever order the rest came", () => {
    expect(account(exposures, stored(8, 0, 6), 15_000)).toMatchObject({ lost: 2, longestHole: 45_000 });
  });

  test("of a change from one replica to the other counts the whole intervals that went by", () => {
    expect(account(exposures, stored(0, 2, 3, 5, 7), 15_000)).toMatchObject({ lost: 0 });
    expect(account(exposures, stored(0, 2, 5, 7), 15_000)).toMatchObject({ lost: 0, longestHole: 22_500 });
    expect(account(exposures, stored(0, 5, 7), 15_000)).toMatchObject({ lost: 1, longestHole: 37_500 });
    expect(account(exposures, stored(0, 7, 9), 15_000)).toMatchObject({ lost: 2, longestHole: 52_500 });
  });

  test("counts what the other one got while a process was replaced", () => {
    const replaced = ["a", "b", "b", "b", "c"].map((agent, n) => ({ n, agent }));
    const times = [0, 7_500, 22_500, 37_500, 45_000];
    expect(
      account(
        replaced,
        [0, 4].map((n) => ({ n, timestamp: times[n] ?? 0 })),
        15_000,
      ),
    ).toMatchObject({ lost: 2 });
  });

  const whole = stored(0, 2, 4, 6, 8);
  test.each([
    ["are the same", whole, { stored: 5, lost: 0, longestHole: 15_000 }],
    ["differ by a scrape that was cut", stored(0, 2, 6, 8), { stored: 4, lost: 1, longestHole: 30_000 }],
    ["do not end together", stored(0, 2, 4), { stored: 3, lost: 2, longestHole: 15_000 }],
    ["do not begin together", stored(4, 6, 8), { stored: 3, lost: 2, longestHole: 15_000 }],
  ])("of several series that %s is of the one that lacks most", (_, other, expected) => {
    expect(accountOfAll(exposures, [whole, other, whole], 15_000)).toEqual(expected);
  });
});

test("a configuration that is fifteen times faster differs in its durations alone", () => {
  const config = {
    global: { scrape_interval: "15s", external_labels: { env: "prod" } },
    remote_write: [
      { queue_config: { sample_age_limit: "55m", max_backoff: "10s", retry_on_http_429: true } },
    ],
  };
  expect(scaled(config, 15)).toEqual({
    global: { scrape_interval: "1000ms", external_labels: { env: "prod" } },
    remote_write: [
      { queue_config: { sample_age_limit: "220000ms", max_backoff: "667ms", retry_on_http_429: true } },
    ],
  });
});
