import { browserUrl } from "@monitoring/collection";
import type { Config } from "@monitoring/stacks";
import { baseline, comparison } from "./compare.ts";
import { recordedContracts } from "@monitoring/collection/recorded";
import { fetchPages } from "./fetch-pages.ts";
import { sources, versionNumber, type Source } from "./sources.ts";

interface Running {
  readonly source: Source;
  readonly version: string;
}

/**
 * What runs in another version than rules and panels were checked against, with what that changes and breaks. Prometheus
 * is asked for the versions, so that exporters are only read where one differs.
 */
export async function versionDrift(config: Config): Promise<readonly string[]> {
  const all = recordedContracts();
  const drifted = (await runningVersions(config)).flatMap(({ source, version }) => {
    const recorded = baseline(all, source.exporter);
    return recorded === undefined || recorded.version === version ? [] : [{ source, version, recorded }];
  });
  const texts = drifted.map(async ({ source, version, recorded }) => {
    const port = config.ports[source.port];
    const head = `${source.exporter} runs in version ${version}, but rules and panels were checked against ${recorded.version}`;
    const text =
      port === false ? undefined : await fetchPages(browserUrl(config.bindAddress, port), source.paths);
    return text === undefined ? head : [`${head}:`, ...comparison(recorded, text, all)].join("\n");
  });
  return Promise.all(texts);
}

async function runningVersions({ bindAddress, ports }: Config): Promise<readonly Running[]> {
  if (ports.prometheus === false) return [];
  const query = encodeURIComponent('{__name__=~".+_build_info|cadvisor_version_info"}');
  const url = `${browserUrl(bindAddress, ports.prometheus)}/api/v1/query?query=${query}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (!answer?.ok) return [];
  const { data } = (await answer.json()) as { data: { result: { metric: Record<string, string> }[] } };
  return sources.flatMap((source) => {
    if (source.version === "demo") return [];
    const { metric, label } = source.version;
    const version = data.result.find((one) => one.metric["__name__"] === metric)?.metric[label];
    return version === undefined ? [] : [{ source, version: versionNumber(version) }];
  });
}
