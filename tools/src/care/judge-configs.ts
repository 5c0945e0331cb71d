import type { ContainerFacts } from "./container-facts.ts";
import { problem, type Finding } from "./finding.ts";
import type { RunningConfig } from "./running-config.ts";
import type { StatusFacts } from "./status-facts.ts";

/** Where services run with other files than the settings compile to, or with older ones than they have. */
export function configs({ configs: found, containers: all, prefix }: StatusFacts): Finding[] {
  return found.flatMap((config) => judgeConfig(config, all, prefix));
}

function judgeConfig(config: RunningConfig, all: readonly ContainerFacts[], prefix: string): Finding[] {
  const { service, different, loaded, loadedAt } = config;
  if (!all.some((container) => container.service === service)) return [];
  const findings: Finding[] = [];
  if (different === undefined) {
    findings.push(problem("configuration", `the files of ${service} cannot be read`));
  } else if (different.length > 0) {
    findings.push(
      problem(
        "configuration",
        `${service} has other files than the settings compile to: ${different.join(", ")}; npm run up writes them (if it ` +
          `finds nothing to do: docker rm ${prefix}-${service}-config, then npm run up)`,
      ),
    );
  }
  if (loaded === false) {
    findings.push(
      problem(
        "configuration",
        `${service} refused its files and goes on with the old ones; npm run logs ${service} says why`,
      ),
    );
  }
  const seeder = all.find((container) => container.service === `${service}-config`);
  if (seeder && loadedAt !== undefined && loadedAt * 1000 < Date.parse(seeder.createdAt)) {
    findings.push(problem("configuration", `${service} has not loaded its newest files yet`));
  }
  return findings;
}
