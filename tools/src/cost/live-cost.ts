import { browserUrl, seconds } from "@monitoring/collection";
import type { RecordedContract } from "@monitoring/collection/recorded";
import { selection, shippedSeries, watched, type Config, type CustomFiles } from "@monitoring/stacks";
import { priced, ruleLoad, type StackCost } from "@monitoring/stacks/cost";

interface Count {
  readonly metric: { readonly job?: string; readonly __name__?: string };
  readonly value: readonly [number, string];
}

/** What the series of the running Prometheus cost; nothing if it does not answer. */
export async function liveCost(
  config: Config,
  contracts: readonly RecordedContract[],
  custom: CustomFiles,
): Promise<StackCost | undefined> {
  const { prometheus: port } = config.ports;
  if (port === false) return undefined;
  const address = browserUrl(config.bindAddress, port);
  const counted = await Promise.all([
    count(address, selection("all")),
    count(address, selection(shippedSeries(config, custom))),
  ]).catch(() => undefined);
  if (counted === undefined) return undefined;
  const [all = [], leaving = []] = counted.map((counts) => counts.map((one) => load(config, one)));
  return { ...priced(all, leaving, ruleLoad(config, contracts)), unknown: [] };
}

const ofRules = "(rules)";

function load(config: Config, { metric, value }: Count) {
  const { job = ofRules, __name__: name = "" } = metric;
  const own = watched(config).jobs.find((one) => one.name === job)?.interval;
  return {
    // What rules compute may carry the job of what it is computed from.
    job: name.includes(":") || name.startsWith("ALERTS") ? ofRules : job,
    metric: name,
    series: Number(value[1]),
    intervalSeconds: seconds(own ?? config.scrapeInterval),
  };
}

async function count(address: string, selector: string): Promise<readonly Count[]> {
  const response = await fetch(`${address}/api/v1/query`, {
    method: "POST",
    body: new URLSearchParams({ query: `count by (job, __name__) (${selector})` }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`Prometheus answered ${response.status}`);
  const answer = (await response.json()) as { readonly data: { readonly result: readonly Count[] } };
  return answer.data.result;
}
