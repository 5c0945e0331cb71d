import { counted, size } from "./amounts.ts";
import type { DoctorFacts } from "./doctor-facts.ts";
import { engineChecks } from "./doctor-engine-checks.ts";
import type { Finding, Verdict } from "./finding.ts";

/** What a check made of the facts: `undefined` if it has nothing to go by. */
export type Answer = readonly [Verdict, string] | undefined;

/** One thing that doctor looks at. */
export interface Check {
  readonly what: string;
  readonly look: (facts: DoctorFacts) => Answer;
}

const machineChecks: readonly Check[] = [
  {
    what: "settings",
    look: ({ settingsProblem }) =>
      settingsProblem === undefined
        ? ["ok", "the stack's settings are free of mistakes"]
        : ["problem", settingsProblem],
  },
  {
    what: "ports",
    look: ({ ports }) => {
      if (ports === undefined) return undefined;
      const taken = ports.flatMap(({ service, address, port, holder }) => {
        if (holder === "own" || holder === "nobody") return [];
        const who = typeof holder === "string" ? holder : `container ${holder.container}`;
        return [`${address}:${port}, wanted for ${service}, is taken by ${who}`];
      });
      if (taken.length > 0) {
        return [
          "problem",
          `${taken.join("; ")}: stop it, or set monitoring:ports.<service> to another port or to false`,
        ];
      }
      const own = ports.filter(({ holder }) => holder === "own").length;
      return ["ok", `${own} are the stack's own, ${ports.length - own} are free`];
    },
  },
  {
    what: "names",
    look: ({ foreign, engine }) =>
      !engine
        ? undefined
        : foreign.length === 0
          ? ["ok", "nobody else's container has one of the stack's names"]
          : [
              "problem",
              `${foreign.join(", ")} were not made by this stack, which wants their names: remove or rename them, or set ` +
                "monitoring:namePrefix",
            ],
  },
  {
    what: "other stacks",
    look: ({ others, engine }) => {
      if (!engine) return undefined;
      if (others.length === 0) return ["ok", "the engine has nothing of another monitoring stack"];
      const rows = others.map(
        ({ prefix, running, stopped, volumes }) =>
          `${prefix} (${running} running, ${counted(stopped, "stopped container")}, ${counted(volumes.length, "volume")})`,
      );
      return [
        "note",
        `the engine also has ${rows.join(", ")}: fine if you know them; what a deleted clone left goes away with ` +
          "docker rm -f and docker volume rm of what docker ps -a and docker volume ls show with " +
          `--filter label=monitoring.stack=${others[0]?.prefix ?? ""}`,
      ];
    },
  },
  {
    what: "names on the network",
    look: ({ running, names }) => {
      if (!running) return ["note", "not tried, because the stack is not running"];
      const lost = names.filter(({ resolves }) => !resolves).map(({ name }) => name);
      return lost.length === 0
        ? ["ok", `from within a container ${names.map(({ name }) => name).join(", ")} resolve`]
        : [
            "problem",
            `from within a container ${lost.join(", ")} cannot be resolved. A name of the stack is known only while its ` +
              'container runs (npm run status); for others set "dns" in the engine\'s daemon.json, because a resolver on ' +
              "127.0.0.1 or a VPN's own is out of containers' reach",
          ];
    },
  },
  {
    what: "open files",
    look: ({ openFiles }) => {
      if (!openFiles) return undefined;
      const { used, limit } = openFiles;
      return used > limit / 2 || limit < 4096
        ? [
            "note",
            `prometheus has ${used} of ${limit} files open: raise default-ulimits in the engine's daemon.json`,
          ]
        : ["ok", `prometheus has ${used} of ${limit} files open`];
    },
  },
  {
    what: "node",
    look: ({ nodeVersion, platform, arch }) => ["ok", `${nodeVersion} for ${platform} on ${arch}`],
  },
  {
    what: "toolchain",
    look: ({ cache, cacheFolder, pulumiVersion, pulumiReady }) => {
      const total = cache.reduce((sum, { bytes }) => sum + bytes, 0);
      const largest = [...cache].sort((a, b) => b.bytes - a.bytes).slice(0, 3);
      const parts = largest.map(({ name, bytes }) => `${name} ${size(bytes)}`).join(", ");
      const kept = `${cacheFolder} holds ${size(total)}${parts && ` (${parts})`}`;
      return pulumiReady
        ? ["ok", `pulumi ${pulumiVersion} is there; ${kept}`]
        : ["note", `pulumi ${pulumiVersion} is not there yet, npm run up gets it; ${kept}`];
    },
  },
  {
    what: "disk of the cache",
    look: ({ cacheFree, pulumiReady }) => {
      if (cacheFree === undefined) return undefined;
      // What the first run needs while it builds, where nothing can be downloaded.
      return !pulumiReady && cacheFree < 8e9
        ? ["note", `${size(cacheFree)} free: enough for downloads, but a build from source wants 8 GB`]
        : ["ok", `${size(cacheFree)} free`];
    },
  },
];

/** Everything that doctor looks at, in the order in which it says so. */
export const checks: readonly Check[] = [...engineChecks, ...machineChecks];

/** What every check makes of the facts; those that have nothing to go by are left out. */
export function examine(facts: DoctorFacts): readonly Finding[] {
  return checks.flatMap(({ what, look }) => {
    const answer = look(facts);
    return answer ? [{ what, verdict: answer[0], says: answer[1] }] : [];
  });
}
