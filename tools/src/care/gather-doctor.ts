import { cacheDirectory } from "../../bootstrap/cache.mjs";
import { readConfig, type Config } from "@monitoring/stacks";
import { pulumiKey } from "../toolchain/pulumi.ts";
import { versions } from "../toolchain/index.ts";
import { UserError } from "../user-error.ts";
import { cacheEntries, exists } from "./cache-folder.ts";
import { roomAt } from "./disk.ts";
import { ask, askOr } from "./docker.ts";
import type { DoctorFacts, EngineInfo } from "./doctor-facts.ts";
import { getter, plainMetrics } from "./http.ts";
import { neighbours } from "./neighbours.ts";
import { namesToResolve, resolvesIn } from "./names.ts";
import { portFacts } from "./port-facts.ts";
import { stackConfig } from "./stack-config.ts";

/** Looks at the machine, the engine and the cache. Nothing that is missing makes it fail. */
export async function gatherDoctor(): Promise<DoctorFacts> {
  const { config, settingsProblem } = settings();
  const cacheFolder = cacheDirectory();
  const asked = await engine();
  const prometheus = `${config.namePrefix}-prometheus`;
  const neighbourhood = asked.engine ? await neighbours(config.namePrefix) : undefined;
  const running = neighbourhood?.containers.some(
    ({ name, state }) => name === prometheus && state === "running",
  );
  const [cliVersion, host, ports, names, openFiles, engineFree, cacheFree, cache] = await Promise.all([
    askOr(["version", "--format", "{{.Client.Version}}"]).then((text) => text ?? clientAlone()),
    engineHost(),
    portFacts(config, neighbourhood?.containers ?? []),
    running ? resolvesIn(prometheus, namesToResolve(config)) : [],
    running ? files(config) : undefined,
    roomAt(asked.engine?.DockerRootDir).then((room) => room?.free),
    roomAt(cacheFolder).then((room) => room?.free),
    cacheEntries(cacheFolder),
  ]);
  return {
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    cliVersion: cliVersion?.trim(),
    host,
    ...asked,
    engineFree,
    ports: settingsProblem === undefined ? ports : undefined,
    foreign: neighbourhood?.foreign ?? [],
    others: neighbourhood?.others ?? [],
    running: running ?? false,
    names,
    openFiles,
    cacheFolder,
    cache,
    cacheFree,
    pulumiVersion: versions.pulumi,
    pulumiReady: exists(cacheFolder, "pulumi", pulumiKey(), "bin"),
    settingsProblem,
  };
}

/** The settings, or every default if they have mistakes. */
function settings(): { readonly config: Config; readonly settingsProblem: string | undefined } {
  try {
    return { config: stackConfig().config, settingsProblem: undefined };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const defaults = readConfig({});
    if (!defaults.ok) throw error;
    return { config: defaults.config, settingsProblem: error.message };
  }
}

type EngineFacts = Pick<DoctorFacts, "engine" | "engineProblem" | "clockAheadMs" | "clockUnsureMs">;

async function engine(): Promise<EngineFacts> {
  const before = Date.now();
  try {
    const info = JSON.parse(await ask(["info", "--format", "{{json .}}"])) as EngineInfo & {
      readonly ServerErrors?: readonly string[];
    };
    const after = Date.now();
    // Older command lines succeed without a server.
    const said = info.ServerErrors?.[0];
    if (said !== undefined) return { ...unanswered, engineProblem: said };
    const unsure = (after - before) / 2;
    return {
      engine: info,
      engineProblem: undefined,
      clockAheadMs: Date.parse(info.SystemTime) - (before + unsure),
      clockUnsureMs: unsure,
    };
  } catch (error) {
    return { ...unanswered, engineProblem: (error as Error).message };
  }
}

const unanswered = { engine: undefined, clockAheadMs: undefined, clockUnsureMs: 0 } as const;

async function engineHost(): Promise<string> {
  const chosen = process.env["DOCKER_HOST"];
  if (chosen !== undefined && chosen !== "") return chosen;
  const context = await askOr(["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]);
  return context?.trim() ?? "unix:///var/run/docker.sock";
}

/** The command line's own version, which it also tells without an engine. */
async function clientAlone(): Promise<string | undefined> {
  const text = await askOr(["--version"]);
  return text && (/version ([^,]+)/.exec(text)?.[1] ?? text);
}

async function files(config: Config): Promise<DoctorFacts["openFiles"]> {
  const page = await getter(config)("prometheus", "/metrics");
  const metrics = page === undefined ? undefined : plainMetrics(page);
  const used = metrics?.get("process_open_fds");
  const limit = metrics?.get("process_max_fds");
  return used === undefined || limit === undefined ? undefined : { used, limit };
}
