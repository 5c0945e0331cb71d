import { stackLabel } from "@monitoring/collection";
import { parseTargets } from "../targets-up.ts";
import { parseAlerts, parseRuleErrors, parseSilences } from "./answers.ts";
import { parseContainers, parseImages, type ContainerFacts } from "./container-facts.ts";
import { deployed } from "./deployed.ts";
import { diskFacts } from "./disk.ts";
import { ask, askOr } from "./docker.ts";
import { memoryOf } from "./engine-memory.ts";
import { getter, type Get } from "./http.ts";
import { runningConfigs } from "./running-config.ts";
import type { StackConfig } from "./stack-config.ts";
import type { StatusFacts, VersionFacts } from "./status-facts.ts";

/** Looks at everything at once, without Pulumi. Nothing that is down makes it fail. */
export async function gatherStatus({ config, home, outdated }: StackConfig): Promise<StatusFacts> {
  const { namePrefix: prefix } = config;
  const state = deployed(home);
  const base = {
    prefix,
    now: Date.now(),
    settingsOutdated: outdated,
    deployed: state?.containers,
    ...nothing,
  };
  const engine = await askEngine();
  if ("problem" in engine) return { ...base, engineProblem: engine.problem };
  const get = getter(config);
  const [containers, disk, configs, inside] = await Promise.all([
    containerFacts(prefix),
    diskFacts(prefix, stackLabel, `${prefix}-prometheus`),
    runningConfigs(config, get),
    askServices(get),
  ]);
  const { versions, ...answers } = inside;
  return {
    ...base,
    engineProblem: undefined,
    containers,
    disk,
    configs,
    ...answers,
    versions: [
      ...versions,
      { what: "docker engine", version: engine.version },
      ...(state?.pulumi === undefined ? [] : [{ what: "pulumi", version: state.pulumi }]),
      { what: "node", version: process.versions.node },
    ],
  };
}

const nothing = {
  containers: [],
  targets: undefined,
  ruleErrors: undefined,
  alerts: undefined,
  silences: undefined,
  configs: [],
  disk: { volumes: [], free: undefined, total: undefined },
  versions: [],
} as const;

async function askEngine(): Promise<{ readonly version: string } | { readonly problem: string }> {
  try {
    return { version: (await ask(["version", "--format", "{{.Server.Version}}"], 2)).trim() };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** The stack's containers, running or not. */
export async function containerFacts(prefix: string): Promise<readonly ContainerFacts[]> {
  const filter = `label=${stackLabel}=${prefix}`;
  const list = (await askOr(["ps", "--all", "--quiet", "--no-trunc", "--filter", filter])) ?? "";
  const ids = list.split("\n").filter(Boolean);
  if (ids.length === 0) return [];
  // A container that goes away in between makes inspect complain; the others are still told.
  const format = "{{.ID}}\t{{.Repository}}\t{{.Tag}}\t{{.Digest}}";
  const [json, images, memory] = await Promise.all([
    askOr(["inspect", ...ids]),
    askOr(["image", "ls", "--no-trunc", "--digests", "--format", format]),
    memoryOf(ids),
  ]);
  return json === undefined
    ? []
    : parseContainers(json, prefix, { images: parseImages(images ?? ""), memory });
}

async function askServices(get: Get) {
  const [found, rules, build, alerts, silences, alertmanager, blackbox] = await Promise.all([
    get("prometheus", "/api/v1/targets?state=active"),
    get("prometheus", "/api/v1/rules"),
    get("prometheus", "/api/v1/status/buildinfo"),
    get("alertmanager", "/api/v2/alerts"),
    get("alertmanager", "/api/v2/silences"),
    get("alertmanager", "/api/v2/status"),
    get("blackbox-exporter", "/metrics"),
  ]);
  const status = alertmanager === undefined ? undefined : (JSON.parse(alertmanager) as AlertmanagerStatus);
  const versions: (VersionFacts | undefined)[] = [
    version("prometheus", build && (JSON.parse(build) as BuildInfo).data.version),
    version("alertmanager", status?.versionInfo.version),
    version(
      "blackbox-exporter",
      /^blackbox_exporter_build_info\{.*version="([^"]*)"/m.exec(blackbox ?? "")?.[1],
    ),
  ];
  return {
    targets: found === undefined ? undefined : parseTargets(found),
    ruleErrors: rules === undefined ? undefined : parseRuleErrors(rules),
    alerts: alerts === undefined ? undefined : parseAlerts(alerts),
    silences: silences === undefined ? undefined : parseSilences(silences),
    versions: versions.filter((row) => row !== undefined),
  };
}

interface BuildInfo {
  readonly data: { readonly version: string };
}

interface AlertmanagerStatus {
  readonly versionInfo: { readonly version: string };
}

function version(what: string, said: string | undefined): VersionFacts | undefined {
  return said ? { what, version: said } : undefined;
}
