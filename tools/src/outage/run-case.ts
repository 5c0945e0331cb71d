import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compileAgent, seconds, witnessInterval, type Duration } from "@monitoring/collection";
import { compileRemoteWrite, replicaLabels, replicas, type Replica } from "@monitoring/remote-storage";
import { readConfig, relabelling, shippedSeries } from "@monitoring/stacks";
import { accountOfAll, type Account } from "./account.ts";
import { startAgent, type Agent } from "./agent.ts";
import { ampBehaviour, startAmpReceiver, type AmpReceiver, type Arrival } from "./amp-receiver.ts";
import type { OutageCase, Step, Who } from "./cases.ts";
import { signedFor } from "./remote-write-wire.ts";
import { scaled } from "./scaled.ts";
import { sequenceMetric, serveSequence, witnessPath, type SequenceTarget } from "./sequence-target.ts";
import { serveTaskRole, type TaskRole } from "./task-role.ts";

/** How often the target is asked, as in the stack. */
export const scrapeInterval = "15s" satisfies Duration;

const region = "eu-central-1";
const cluster = "mcp-prod";

/** What was measured in a case. */
export interface Outcome extends Account {
  /** Numbers by what became of them: the first series' of the target, in the order of arrival. */
  readonly arrivals: Readonly<Record<Arrival | "never arrived", number>>;
  /** How many series of the target arrived. */
  readonly series: number;
  /** Times of the stored samples of the witness's `up`, in milliseconds since 1970. */
  readonly up: readonly number[];
  /** What the receiver held against the requests: nothing if all is well. */
  readonly complaints: readonly string[];
  /** Names of stored metrics that nothing reads. */
  readonly unread: readonly string[];
}

/** What a case is tried with. */
export interface Trial {
  /** The Prometheus program. */
  readonly program: string;
  /** How many times faster than in reality every clock goes: intervals, deadlines and AMP's own limits. */
  readonly speed: number;
}

/** Plays a case with two real agents and a receiver that behaves as AMP does, and counts what is missing. */
export async function runCase({ steps }: OutageCase, { program, speed }: Trial): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-outage-"));
  const target = await serveSequence();
  const role = await serveTaskRole();
  const fates = new Map<number, Arrival>();
  const { failover, maxAge, outOfOrder } = ampBehaviour;
  const receiver = await startAmpReceiver(
    signedFor(region, role.accessKeyId, role.secretAccessKey),
    { failover: failover / speed, maxAge: maxAge / speed, outOfOrder: outOfOrder / speed },
    ({ labels, value }, _, arrival) => {
      if (isFirst(labels)) fates.set(value, arrival);
    },
  );
  const world = play(receiver, target, role, { folder, program, speed });
  try {
    await world.begin();
    for (const step of steps) await world.do(step);
    await world.close();
    return outcome(receiver, target, fates, (seconds(scrapeInterval) * 1000) / speed);
  } finally {
    await world.end();
    await Promise.all([receiver.close(), target.close(), role.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function play(
  receiver: AmpReceiver,
  target: SequenceTarget,
  role: TaskRole,
  { folder, program, speed }: Trial & { readonly folder: string },
) {
  const running = new Map<Replica, Agent>();
  const folders = new Map<Replica, string>();
  let started = 0;
  let leader: Replica = "a";

  const start = async (replica: Replica, disk: "new" | "old"): Promise<Agent> => {
    const id = `${replica}${started++}`;
    const place = disk === "old" ? (folders.get(replica) ?? join(folder, id)) : join(folder, id);
    folders.set(replica, place);
    const config = agentConfig(receiver, target, replica, id, speed);
    const agent = await startAgent({ id, program, config, folder: place, env: role.env });
    running.set(replica, agent);
    return agent;
  };
  const named = (who: Who): Replica =>
    who === "leader" ? leader : (replicas.find((one) => one !== leader) ?? "b");
  const pause = (time: Duration): Promise<unknown> => sleep((seconds(time) * 1000) / speed);

  return {
    begin: async (): Promise<void> => {
      await Promise.all(replicas.map(async (one) => (await start(one, "new")).collecting()));
      await pause("2m");
      leader = replicas.find((one) => one === receiver.elected(cluster)) ?? "a";
    },
    do: async (step: Step): Promise<void> => {
      switch (step.do) {
        case "wait":
          await pause(step.for);
          return;
        case "answer":
          receiver.answer(step.how);
          return;
        case "hear-first":
          receiver.hearFirst(named(step.who));
          return;
        case "kill":
          await running.get(named(step.who))?.kill();
          return;
        case "stop":
          await running.get(named(step.who))?.stop();
          return;
        case "start":
          await start(named(step.who), step.disk);
          return;
        case "replace": {
          const before = running.get(named(step.who));
          await (await start(named(step.who), "new")).collecting();
          await before?.stop();
          return;
        }
      }
    },
    /** All that was collected is sent: no series ends before another. */
    close: async (): Promise<void> => {
      await Promise.all([...running.values()].map((agent) => agent.stop()));
    },
    end: async (): Promise<void> => {
      await Promise.all([...running.values()].map((agent) => agent.kill()));
      running.clear();
    },
  };
}

/** The configuration of prod's agents, but that it scrapes one target of ours, which is told who asks. */
function agentConfig(
  receiver: AmpReceiver,
  target: SequenceTarget,
  replica: Replica,
  agent: string,
  speed: number,
): object {
  const result = readConfig({ keep: [sequenceMetric] });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const keep = relabelling(shippedSeries(result.config));
  const endpoint = { scheme: "http", host: "127.0.0.1", port: target.port } as const;
  const compiled = compileAgent({
    scrapeInterval,
    externalLabels: { env: "prod", ...replicaLabels(cluster, replica) },
    jobs: [
      { name: "mcp-server", targets: [{ endpoint, service: "mcp-server" }] },
      {
        name: "blackbox",
        path: witnessPath,
        interval: witnessInterval,
        targets: [{ endpoint, service: "blackbox-exporter" }],
      },
    ],
    probes: { exporter: endpoint, targets: [] },
    remoteWrite: [compileRemoteWrite({ kind: "amp", name: "amp", url: receiver.url, region }, keep)],
  }) as { readonly scrape_configs: readonly object[] };
  return scaled(
    {
      ...compiled,
      scrape_configs: compiled.scrape_configs.map((one) => ({ ...one, params: { agent: [agent] } })),
    },
    speed,
  ) as object;
}

function outcome(
  { store, complaints }: AmpReceiver,
  { exposures }: SequenceTarget,
  fates: ReadonlyMap<number, Arrival>,
  interval: number,
): Outcome {
  const series = [...store.series]
    .filter(([key]) => key.startsWith(`${sequenceMetric}{`))
    .map(([, samples]) => samples.map(({ value, timestamp }) => ({ n: value, timestamp })));
  const numbers = series.flat().map(({ n }) => n);
  const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
  const counted = Map.groupBy(
    exposures.filter(({ n }) => n >= from && n <= to),
    ({ n }) => fates.get(n) ?? "never arrived",
  );
  const up =
    [...store.series].find(([key]) => key.startsWith("up{") && key.includes('job="blackbox"'))?.[1] ?? [];
  return {
    ...accountOfAll(exposures, series, interval),
    arrivals: Object.fromEntries(
      [...counted].map(([fate, { length }]) => [fate, length]),
    ) as Outcome["arrivals"],
    series: series.length,
    up: up.map(({ timestamp }) => timestamp).sort((x, y) => x - y),
    complaints,
    unread: [...store.series.keys()].filter((key) => key.startsWith("unread{")),
  };
}

function isFirst(labels: Readonly<Record<string, string>>): boolean {
  return labels["__name__"] === sequenceMetric && labels["series"] === "00";
}
