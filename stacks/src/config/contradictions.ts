import { seconds, type Duration } from "@monitoring/collection";
import { awsContradictions } from "./aws-contradictions.ts";
import { collectorContradictions } from "./collector-contradictions.ts";
import { keyProblem, type Problem } from "./problem.ts";
import { publishedPorts } from "./published-ports.ts";
import { remoteWriteContradictions } from "./remote-write-contradictions.ts";
import type { Config } from "./schema.ts";

/** A mistake that shows only when keys are seen together. */
export interface Contradiction extends Problem {
  /** Every key that it is about: where one of them is wrong by itself, this is left out. */
  readonly about: readonly string[];
}

type Check = (config: Config) => readonly Contradiction[];

/** Everything in a configuration that contradicts itself. */
export const contradictions: Check = (config) => checks.flatMap((check) => check(config));

const checks: readonly Check[] = [
  onePortTwice,
  scrapeInterval,
  retention,
  ownServer,
  ownPostgres,
  remoteWriteContradictions,
  awsContradictions,
  collectorContradictions,
  alwaysMuted,
];

const shortest: Duration = "5s";
const longest: Duration = "2m";

function onePortTwice(config: Config): Contradiction[] {
  const users = new Map<number, string>();
  return publishedPorts(config).flatMap(({ service, port }) => {
    const other = users.get(port);
    users.set(port, other ?? service);
    if (other === undefined) return [];
    const about = [`ports.${service}`, `ports.${other}`];
    const [key = "", first = ""] = about;
    return [
      {
        ...keyProblem(
          key,
          `and monitoring:${first} are both ${port}; give each its own, or false to publish nothing`,
        ),
        about,
      },
    ];
  });
}

function scrapeInterval({ scrapeInterval: interval }: Config): Contradiction[] {
  const about = ["scrapeInterval"];
  const wrong = (why: string) => [{ ...keyProblem("scrapeInterval", `is "${interval}"; ${why}`), about }];
  if (seconds(interval) < seconds(shortest)) {
    return wrong(
      `it must be at least ${shortest}, because a probe may take that long; write ${shortest} or more`,
    );
  }
  if (seconds(interval) > seconds(longest)) {
    return wrong(
      `it must be at most ${longest}: Prometheus looks back 5m, and rates over 5m need two samples even when one ` +
        `scrape is missed; write ${longest} or less`,
    );
  }
  return [];
}

function retention({ retention, scrapeInterval }: Config): Contradiction[] {
  const least = 2 * seconds(scrapeInterval);
  if (seconds(retention) >= least || seconds(scrapeInterval) > seconds(longest)) return [];
  const rest =
    `is "${retention}", less than two scrapes at monitoring:scrapeInterval "${scrapeInterval}"; ` +
    `it must be at least ${least}s, and days make sense, e.g. 30d`;
  return [{ ...keyProblem("retention", rest), about: ["retention", "scrapeInterval"] }];
}

const own = ["mcpServer", "mcpProbe", "postgres", "postgresSslmode", "redis", "integrations"] as const;

function ownServer(config: Config): Contradiction[] {
  // Whether the server of a collector on AWS is named is looked at there.
  if (config.collector.kind === "ecs") return [];
  if (config.demo === false) {
    if (config.mcpServer !== undefined) return [];
    const rest =
      "is not set, but monitoring:demo is false; give the URL of your server's metrics, or remove demo";
    return [{ ...keyProblem("mcpServer", rest), about: ["mcpServer", "demo"] }];
  }
  const set = own.filter((key) => !isUnset(config[key]));
  return set.map((key) => ({
    ...keyProblem(
      key,
      "is set, but the demo is watched instead; set monitoring:demo to false to watch your own, or remove the key",
    ),
    about: [key, "demo"],
  }));
}

function isUnset(value: string | object | undefined): boolean {
  return value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
}

function ownPostgres({ demo, collector, postgres, postgresSslmode }: Config): Contradiction[] {
  if (demo !== false && collector.kind !== "ecs") return [];
  const about = ["postgres", "postgresSslmode", "demo"];
  if (postgres !== undefined && postgresSslmode === undefined) {
    const rest =
      "is not set, but monitoring:postgres is; choose verify-full (certificate and name checked), verify-ca, " +
      "require (encrypted, server not checked) or disable (no encryption, for a database on this machine)";
    return [{ ...keyProblem("postgresSslmode", rest), about }];
  }
  if (postgres === undefined && postgresSslmode !== undefined) {
    return [
      {
        ...keyProblem(
          "postgresSslmode",
          "is set, but monitoring:postgres is not; give its host:port, or remove the key",
        ),
        about,
      },
    ];
  }
  return [];
}

function alwaysMuted({ muteTimes }: Config): Contradiction[] {
  return Object.entries(muteTimes)
    .filter(([, { weekdays, times }]) => weekdays === undefined && times === undefined)
    .map(([name]) => ({
      ...keyProblem(
        `muteTimes.${name}`,
        "has neither weekdays nor times, so no warning would ever reach anyone; say when, e.g. times: [22:00-06:00]",
      ),
      about: [`muteTimes.${name}`],
    }));
}
