import type { RequestListener } from "node:http";
import type { SeenByName } from "../own-fault.ts";
import { openWorld, type FaultyTarget, type Stand } from "../world.ts";

const plain = "text/plain; version=0.0.4";

/** A target that answers with a page. */
export const page =
  (text: () => string | Buffer, type = plain): RequestListener =>
  (_, response) =>
    response.writeHead(200, { "content-type": type }).end(text());

/** So many samples, whose names are told apart by a text. */
export const samples = (count: number, text: string): string =>
  Array.from({ length: count }, (_, i) => `flood{name="${text}${i}"} 1\n`).join("");

const drip: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": plain });
  const timer = setInterval(() => response.write("#"), 100);
  response.on("close", () => {
    clearInterval(timer);
  });
};

const targets: Readonly<
  Record<string, Omit<FaultyTarget, "service"> & { readonly told: readonly string[] }>
> = {
  nonsense: { job: "node", told: ["TargetDown"], answer: page(() => "<html>nothing here</html>\n") },
  "wrong-type": { job: "node", told: ["TargetDown"], answer: page(() => "sound 1\n", "text/html") },
  "no-utf8": {
    job: "node",
    told: ["TargetDown"],
    answer: page(() => Buffer.from('sound{label="\xff\xfe"} 1\n', "latin1")),
  },
  drip: { job: "node", told: ["TargetDown"], answer: drip },
  "huge-answer": {
    job: "blackbox",
    told: ["TargetDown"],
    answer: page(() => `# ${"x".repeat(1_100_000)}\n`),
  },
  "label-flood": { job: "mcp-server", told: ["McpServerDown"], answer: page(() => samples(6_000, "a")) },
};

// What ScrapeLimitExceeded says of each is about Prometheus, and not about the target.
const reasons = { "huge-answer": "too large", "label-flood": "too many samples" } as const;

/** Targets that answer with what nobody can read, or that never end. */
export async function hostileTargets(stand: Stand): Promise<SeenByName> {
  const since = Date.now();
  const world = await openWorld(stand, {
    name: "hostile",
    targets: Object.entries(targets).map(([service, target]) => ({ service, ...target })),
    groups: ["scraping", "mcp-server"],
  });
  try {
    const seen = await Promise.all(
      Object.entries(targets).map(async ([service, { told }]) => {
        const down = await world.told(told, { service }, since);
        const reason = service in reasons ? reasons[service as keyof typeof reasons] : undefined;
        const limit = reason && (await world.told(["ScrapeLimitExceeded"], { reason }, since));
        return [service, down.wrong === undefined ? (limit ?? down) : down] as const;
      }),
    );
    return Object.fromEntries(seen);
  } finally {
    await world.close();
  }
}
