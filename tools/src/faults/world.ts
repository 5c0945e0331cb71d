import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compileRules, drillLabel, hasten, hastenedInterval, ruleGroups } from "@monitoring/alerting";
import { compilePrometheus, toYaml, type JobName, type ScrapeJob } from "@monitoring/collection";
import { waitFor, type LiveAlertmanager } from "../live/alertmanager.ts";
import { startPrometheus, type LivePrometheus, type StartOptions } from "../live/prometheus.ts";
import { freePort, listen } from "../loopback.ts";
import type { Seen } from "./own-fault.ts";

/** How many times faster than in reality time runs for the rules: ten minutes are 40 s. */
export const pace = 15;

/** What faults are caused with. */
export interface Stand {
  /** The Prometheus program. */
  readonly prometheus: string;
  /** The Alertmanager program. */
  readonly alertmanager: string;
  /** One for all: alerts of different worlds carry different labels, so that none holds back another's. */
  readonly shared: LiveAlertmanager;
}

/** A target that answers as its fault wants. */
export interface FaultyTarget {
  /** Its label `service`. */
  readonly service: string;
  readonly job: JobName;
  readonly answer: RequestListener;
}

/** What a world is made of. */
export interface WorldOptions {
  /** The value of the label that all of its alerts carry. */
  readonly name: string;
  readonly targets?: readonly FaultyTarget[];
  /** Names of the rule groups that it evaluates. */
  readonly groups: readonly string[];
  readonly start?: Partial<StartOptions>;
  /** @default the shared one */
  readonly alertmanager?: LiveAlertmanager;
}

/** A real Prometheus with the compiled configuration and rules, which watches itself and faulty targets every second. */
export interface World {
  readonly folder: string;
  readonly port: number;
  /** The running Prometheus. */
  readonly prometheus: () => LivePrometheus;
  /** Starts it, again on the same data if it ran before. */
  readonly start: () => Promise<LivePrometheus>;
  /** Waits until alerts have arrived at Alertmanager and nothing holds them back; says what was seen since. */
  readonly told: (
    alerts: readonly string[],
    about?: Labels,
    since?: number,
    atMost?: number,
  ) => Promise<Seen>;
  /** Waits until Alertmanager knows of no such alert. */
  readonly over: (alert: string, atMost?: number) => Promise<Seen>;
  /** The value of the first series of an answer, if there is one. */
  readonly value: (query: string) => Promise<number | undefined>;
  /** Waits until something holds. */
  readonly seen: (
    what: string,
    ask: () => Promise<boolean>,
    since?: number,
    atMost?: number,
  ) => Promise<Seen>;
  readonly close: () => Promise<void>;
}

type Labels = Readonly<Record<string, string>>;

/** Writes the files of a world and starts it. */
export async function openWorld(stand: Stand, options: WorldOptions): Promise<World> {
  const { name, targets = [], groups, start = {} } = options;
  const alertmanager = options.alertmanager ?? stand.shared;
  const folder = mkdtempSync(join(tmpdir(), "monitoring-fault-"));
  const port = await freePort();
  const servers = await Promise.all(
    targets.map(async (target) => {
      const server = createServer(target.answer);
      return { ...target, server, port: await listen(server) };
    }),
  );
  const endpoint = (at: number) => ({ scheme: "http", host: "127.0.0.1", port: at }) as const;
  const served: readonly { readonly job: JobName; readonly service: string; readonly port: number }[] = [
    { job: "prometheus", service: "prometheus", port },
    ...servers,
  ];
  const jobs = [...Map.groupBy(served, ({ job }) => job)].map(([job, ofJob]): ScrapeJob => ({
    name: job,
    interval: hastenedInterval,
    targets: ofJob.map(({ service, port: at }) => ({ endpoint: endpoint(at), service })),
  }));
  const rules = ruleGroups
    .filter((group) => groups.includes(group.name))
    .map(
      (group) =>
        [
          `rules/${group.name}.yml`,
          compileRules(hasten(group, pace), { runbookBaseUrl: "https://runbooks.example.com" }),
        ] as const,
    );
  for (const [path, file] of rules) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), toYaml(file));
  }
  const config = compilePrometheus({
    scrapeInterval: hastenedInterval,
    evaluationInterval: hastenedInterval,
    externalLabels: { env: "dev", [drillLabel]: name },
    jobs,
    probes: { exporter: endpoint(port), targets: [] },
    ruleFiles: rules.map(([path]) => path),
    alertmanagers: [endpoint(Number(new URL(alertmanager.url).port))],
  });
  let running: LivePrometheus | undefined;
  const run = async (): Promise<LivePrometheus> =>
    (running = await startPrometheus(stand.prometheus, config, { ...start, folder, port }));
  const seen: World["seen"] = async (what, ask, since = Date.now(), atMost = 90) => {
    const wrong = await waitFor(what, atMost, async () => ((await ask()) ? "" : undefined)).catch(
      (error: unknown) => (error as Error).message,
    );
    return { seconds: (Date.now() - since) / 1000, ...(wrong !== "" && { wrong }) };
  };
  const world: World = {
    folder,
    port,
    prometheus: () => {
      if (running === undefined) throw new Error(`the Prometheus of ${name} does not run`);
      return running;
    },
    start: run,
    seen,
    told: (alerts, about = {}, since, atMost) =>
      seen(
        `${alerts.join(", ")} about ${name}`,
        async () => {
          const found = await alertmanager.alerts({ filter: `${drillLabel}="${name}"` });
          const arrived = found.filter(
            ({ labels, status }) =>
              status.state !== "suppressed" &&
              Object.entries(about).every(([label, value]) => labels[label] === value),
          );
          return alerts.every((alert) => arrived.some(({ labels }) => labels["alertname"] === alert));
        },
        since,
        atMost,
      ),
    over: (alert, atMost) =>
      seen(
        `the end of ${alert} about ${name}`,
        async () => {
          const found = await alertmanager.alerts({ filter: `${drillLabel}="${name}"` });
          return !found.some(({ labels }) => labels["alertname"] === alert);
        },
        Date.now(),
        atMost,
      ),
    value: async (query) => {
      const [first] = await world.prometheus().query(query, Date.now() / 1000);
      return first && Number(first.values[0]?.[1]);
    },
    close: async () => {
      await running?.stop();
      for (const { server } of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await run();
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}
