import { watched, type Config } from "@monitoring/stacks";
import { askOr } from "./docker.ts";
import type { NameFacts } from "./doctor-facts.ts";

const address = /^[\d.]+$|:/;

/** The names that containers of the stack look up, its own and the user's. Addresses need no looking up. */
export function namesToResolve(config: Config): readonly string[] {
  const { jobs, probes } = watched(config);
  const scraped = jobs.flatMap(({ targets }) => targets.map(({ endpoint }) => endpoint.host));
  const probed = probes.map(({ target }) => hostOf(target));
  const smarthost = config.receivers.email?.smarthost;
  const sent = smarthost === undefined ? [] : [hostOf(smarthost)];
  return [...new Set([...scraped, ...probed, ...sent])].filter((name) => !address.test(name)).sort();
}

function hostOf(target: string): string {
  return target.includes("://") ? new URL(target).hostname : target.replace(/:\d+$/, "");
}

/** Looks names up from within a container, whose image has busybox: in /etc/hosts, then at the engine's resolver. */
export async function resolvesIn(container: string, names: readonly string[]): Promise<readonly NameFacts[]> {
  const known = wordsOf((await askOr(["exec", container, "cat", "/etc/hosts"])) ?? "");
  return Promise.all(
    names.map(async (name) => {
      if (known.has(name)) return { name, resolves: true };
      const answer = await askOr(["exec", container, "nslookup", name, "127.0.0.11"], 4);
      return { name, resolves: answer !== undefined };
    }),
  );
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
