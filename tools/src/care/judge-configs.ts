import type { ContainerFacts } from "./container-facts.ts";
import { note, problem, type Finding } from "./finding.ts";
import type { RunningConfig } from "./running-config.ts";
import type { StatusFacts } from "./status-facts.ts";

/** Where services run with other files than the settings compile to, or with older ones than they have. */
export function configs({ configs: found, containers: all, prefix, now }: StatusFacts): Finding[] {
  return found
    .filter(({ service }) => all.some((container) => container.service === service))
    .flatMap((config) => judge(config, all, prefix, now));
}

function judge(
  { service, different, loaded, runs }: RunningConfig,
  all: readonly ContainerFacts[],
  prefix: string,
  now: number,
): Finding[] {
  const load = `docker kill -s HUP ${prefix}-${service} makes it load them`;
  if (different === undefined) return [problem("configuration", `the files of ${service} cannot be read`)];
  const findings: Finding[] = [];
  if (different.length > 0) {
    const again = `docker rm ${prefix}-${service}-config, then npm run up`;
    findings.push(
      problem(
        "configuration",
        `${service} has other files than the settings compile to: ${different.join(", ")}; npm run up writes them (if it ` +
          `finds nothing to do: ${again})`,
      ),
    );
  }
  if (loaded === false) {
    // Once the files are as they were when it last loaded them, Prometheus sees no change and does not try again.
    const then = different.length === 0 ? `, or, if its files have been mended since, ${load}` : "";
    findings.push(
      problem(
        "configuration",
        `${service} refused its files and goes on with the old ones; npm run logs ${service} says why${then}`,
      ),
    );
  }
  if (findings.length > 0) return findings;
  const seeder = all.find((container) => container.service === `${service}-config`);
  const written = seeder === undefined ? 0 : Date.parse(seeder.createdAt);
  if (runs === false) {
    return now - written < 60_000
      ? [note("configuration", `${service} has not loaded its newest files yet`)]
      : [problem("configuration", `${service} runs with other settings than its files hold; ${load}`)];
  }
  return [];
}
