import { chmodSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { prometheusSecretsFolder } from "@monitoring/collection";
import { artefacts, awsCredentialsFile, readConfig, resolveDestinations } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { startPrometheus } from "./live-prometheus.ts";
import { authorizedBy, startDouble, type RemoteWriteDouble } from "./remote-write-double.ts";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";
import { freePort } from "../../tools/src/loopback.ts";
import { signedFor, type Check } from "../../tools/src/outage/remote-write-wire.ts";

const region = "eu-west-1";
// The example of AWS's own documentation.
const accessKey = "AKIAIOSFODNN7EXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

type Values = Readonly<Record<string, unknown>>;

/** Sends what a real Prometheus measures of itself to a double, by a compiled destination, until enough is there. */
async function send(
  check: Check,
  destination: (url: string) => Values,
  options: { readonly throttle?: number; readonly until: (double: RemoteWriteDouble) => boolean },
): Promise<RemoteWriteDouble> {
  const double = await startDouble(check, options.throttle ?? 0);
  const result = readConfig({ remoteWrite: { store: destination(double.url) } });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const folder = emptyFolder();
  for (const [name, { secrets, content }] of Object.entries(resolveDestinations(result.config).secretFiles)) {
    write(join(folder, name), content(secrets.map(() => secret)));
    chmodSync(join(folder, name), 0o400);
  }
  const text = artefacts("dev", result.config)["prometheus.yml"] ?? "";
  const { global, remote_write } = parse(text.replaceAll(prometheusSecretsFolder, folder)) as Values;
  const port = await freePort();
  const own = { job_name: "prometheus", static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
  const prometheus = await startPrometheus(
    {
      global: { ...(global as object), scrape_interval: "1s", evaluation_interval: "1s" },
      remote_write,
      scrape_configs: [own],
    },
    { port, folder, env: { AWS_SHARED_CREDENTIALS_FILE: join(folder, awsCredentialsFile), HOME: folder } },
  );
  try {
    for (let i = 0; i < 250 && !options.until(double); i++) await sleep(100);
    return double;
  } finally {
    await prometheus.stop();
    await double.close();
  }
}

const times = ({ samples }: RemoteWriteDouble): number[] =>
  samples.filter(({ labels }) => labels["__name__"] === "up").map(({ timestamp }) => timestamp);
const amp = (url: string) => ({ kind: "amp", url: `${url}/workspaces/ws-1/`, region, accessKey });

test("AMP gets signed requests, and loses nothing while it throttles", async () => {
  const double = await send(signedFor(region, accessKey, secret), amp, {
    throttle: 3,
    until: (one) => times(one).length >= 8,
  });
  expect(double.refused).toEqual([]);
  expect(double.throttled()).toBe(3);
  const steps = times(double).map((time, i, all) => time - (all[i - 1] ?? time - 1000));
  process.stdout.write(
    `   signed requests brought ${double.samples.length} samples after ${double.throttled()} answers of 429; gaps in ms between scrapes: ${steps.join(" ")}\n`,
  );
  // One sample a second from the first on: a scrape that was dropped would leave two seconds.
  expect(Math.max(...steps)).toBeLessThan(1500);
  expect(new Set(double.samples.map(({ labels }) => labels["env"]))).toEqual(new Set(["dev"]));
  expect(double.samples.filter(({ labels }) => "__tmp_keep" in labels)).toEqual([]);
}, 60_000);

test("AMP's double refuses what another key signed", async () => {
  const double = await send(signedFor(region, accessKey, "another"), amp, {
    until: ({ refused }) => refused.length > 0,
  });
  expect(double.refused[0]).toMatch(/^signature is AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\//);
  expect(double.samples).toEqual([]);
}, 60_000);

test.each([
  ["a password", { username: "me" }, `Basic ${Buffer.from(`me:${secret}`).toString("base64")}`],
  ["a token", { token: true }, `Bearer ${secret}`],
])(
  "another receiver gets %s out of a file, and only what is read",
  async (_, keys, header) => {
    const double = await send(
      authorizedBy(header),
      (url) => ({ kind: "generic", url: `${url}/write`, ...keys }),
      {
        until: (one) => times(one).length >= 2,
      },
    );
    expect(double.refused).toEqual([]);
    const names = new Set(double.samples.map(({ labels }) => labels["__name__"]));
    expect(names).toContain("prometheus_build_info");
    expect(names).not.toContain("go_goroutines");
  },
  60_000,
);

const url = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1";
const several = {
  remoteWrite: {
    amp: { kind: "amp", url, accessKey: "ambient" },
    mimir: { kind: "generic", url: "https://mimir.example.com/api/v1/push", username: "me" },
    datadog: { kind: "datadog", site: "datadoghq.eu" },
  },
};

test("several destinations at once pass promtool", () => {
  const folder = rendered("dev", several);
  expect(promtool("check", "config", "--syntax-only", join(folder, "prometheus.yml"))).toMatchObject({
    ok: true,
  });
});

test.each(["dev", "prod"] as const)(
  "the collector of %s for Datadog scrapes what promtool accepts",
  (stack) => {
    const result = readConfig({ remoteWrite: { datadog: { kind: "datadog" } } });
    if (!result.ok) throw new Error(result.problems.join("\n"));
    const text = artefacts(stack, result.config)["datadog/datadog.yaml"] ?? "";
    const { receivers } = parse(text.replaceAll("$$", "$")) as {
      readonly receivers: { readonly prometheus: { readonly config: object } };
    };
    const file = join(emptyFolder(), "prometheus.yml");
    write(file, JSON.stringify(receivers.prometheus.config));
    expect(promtool("check", "config", file)).toMatchObject({ ok: true });
  },
);
