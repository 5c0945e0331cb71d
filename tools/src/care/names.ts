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

/** Looks names up from within a container, whose image has busybox. */
export function resolvesIn(container: string, names: readonly string[]): Promise<readonly NameFacts[]> {
  return Promise.all(
    names.map(async (name) => {
      // /etc/hosts first, where host.docker.internal stands, then the engine's resolver, as programs do.
      const script = 'grep -qw -- "$1" /etc/hosts || nslookup "$1" 127.0.0.11';
      const answer = await askOr(["exec", container, "sh", "-c", script, "sh", name], 4);
      return { name, resolves: answer !== undefined };
    }),
  );
}
