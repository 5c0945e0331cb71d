import type { SeenByName } from "../own-fault.ts";
import { openWorld, type FaultyTarget, type Stand, type World } from "../world.ts";
import { page, samples } from "./hostile.ts";

const hour = 3_600_000;
const at = (offset: number): string => `moment 1 ${Date.now() + offset}\n`;

let turn = 0;
const targets: Readonly<Record<string, Pick<FaultyTarget, "job" | "answer">>> = {
  "clock-ahead": { job: "node", answer: page(() => at(hour)) },
  "clock-behind": { job: "node", answer: page(() => at(-2 * hour)) },
  "clock-late": { job: "node", answer: page(() => at(-hour / 6)) },
  "clock-jumps": { job: "node", answer: page(() => at(turn++ % 2 === 0 ? 0 : -hour / 60)) },
  "two-values": { job: "node", answer: page(() => "moment 1\nmoment 2\n") },
  "foreign-labels": {
    job: "grafana",
    answer: page(
      () => 'moment{job="node",service="victim",env="prod",cluster="c",__replica__="r",drill="d"} 1\n',
    ),
  },
  "false-up": { job: "redis", answer: page(() => 'moment 1\nup{job="node",service="victim"} 1\n') },
};

const clocks = ["clock-ahead", "clock-behind", "clock-late", "clock-jumps"] as const;

/** Targets whose samples have times, labels or values that they should not have. */
export async function wrongSamples(stand: Stand): Promise<SeenByName> {
  const since = Date.now();
  const world = await openWorld(stand, {
    name: "samples",
    targets: Object.entries(targets).map(([service, target]) => ({ service, ...target })),
    groups: ["scraping"],
  });
  const is = async (query: string, value: number): Promise<boolean> => (await world.value(query)) === value;
  try {
    const stored = clocks.map(async (service) => {
      // Every scrape of ten seconds, at the time at which it was scraped.
      const there = `count_over_time(moment{service="${service}"}[10s]) >= bool 9`;
      return [service, await world.seen(`samples of ${service}`, () => is(there, 1), since)] as const;
    });
    const reason = "two values at one time";
    const duplicates = await world.told(["SamplesDropped"], { reason }, since);
    return {
      ...Object.fromEntries(await Promise.all(stored)),
      "two-values": duplicates,
      "foreign-labels": await world.seen(
        "labels put apart",
        () =>
          is(
            'count(moment{job="grafana",service="foreign-labels",exported_job="node",exported_service="victim",exported_env="prod",exported_cluster="c",exported_replica="r",exported_drill="d",env="",cluster="",drill="",__replica__=""})',
            1,
          ),
        since,
      ),
      "false-up": await falseUp(world, since),
    };
  } finally {
    await world.close();
  }
}

/** No `up` is of the job that was named, and the target's own still says what is true. */
async function falseUp(world: World, since: number) {
  const victims = 'count(up{job="node",service="victim"}) or vector(0)';
  return world.seen(
    "nobody's up but its own",
    async () =>
      (await world.value(victims)) === 0 && (await world.value('count(up{exported_job="node"})')) === 1,
    since,
  );
}

let scrape = 0;

/** Within every limit of its job at once, but other series each time. */
export async function seriesFlood(stand: Stand): Promise<SeenByName> {
  const since = Date.now();
  const world = await openWorld(stand, {
    name: "series-flood",
    targets: [
      { service: "mcp-server", job: "mcp-server", answer: page(() => samples(3_900, `${scrape++}-`)) },
    ],
    groups: ["prometheus-storage", "scraping"],
  });
  try {
    return { "series-flood": await world.told(["PrometheusSeriesMany"], {}, since, 150) };
  } finally {
    await world.close();
  }
}

/** Away for eight seconds and there for eight, which at this pace are two minutes each. */
export async function flappingTarget(stand: Stand): Promise<SeenByName> {
  const since = Date.now();
  const answer: FaultyTarget["answer"] = (request, response) => {
    const away = Math.floor((Date.now() - since) / 8_000) % 2 === 1;
    if (away) response.writeHead(503).end();
    else page(() => "moment 1\n")(request, response);
  };
  const world = await openWorld(stand, {
    name: "flapping",
    targets: [{ service: "flapping", job: "node", answer }],
    groups: ["scraping"],
  });
  try {
    return { flapping: await world.told(["TargetFlapping"], { service: "flapping" }, since) };
  } finally {
    await world.close();
  }
}

const logins = { "database-login": "DatabaseDown", "redis-login": "RedisDown" } as const;

/** Exporters that are up and cannot log in. */
export async function refusedLogins(stand: Stand): Promise<SeenByName> {
  const since = Date.now();
  const world = await openWorld(stand, {
    name: "logins",
    targets: [
      { service: "postgres", job: "postgres", answer: page(() => "pg_up 0\n") },
      { service: "redis", job: "redis", answer: page(() => "redis_up 0\n") },
    ],
    groups: ["database-down", "redis"],
  });
  try {
    const seen = Object.entries(logins).map(
      async ([name, alert]) => [name, await world.told([alert], {}, since)] as const,
    );
    return Object.fromEntries(await Promise.all(seen));
  } finally {
    await world.close();
  }
}
