import {
  alertmanagerFiles,
  artefacts,
  customFiles,
  deploymentFile,
  prometheusFiles,
  type Config,
} from "@monitoring/stacks";
import { parse } from "yaml";
import { contains } from "./contains.ts";
import type { Asked, Get } from "./http.ts";
import { plainMetrics } from "./http.ts";
import { filesIn } from "./docker.ts";

/** How the files that a service runs with compare with those that its settings compile to. */
export interface RunningConfig {
  readonly service: Asked;
  /** Paths that differ or are missing; `undefined` if the container could not be asked. */
  readonly different: readonly string[] | undefined;
  readonly files: number;
  /** Whether its last attempt to load its configuration succeeded; `undefined` if it does not answer. */
  readonly loaded: boolean | undefined;
  /** When it last loaded successfully, in seconds since 1970. */
  readonly loadedAt: number | undefined;
  /** Whether what it says it runs with is what the settings ask for; `undefined` if it does not answer. */
  readonly runs: boolean | undefined;
}

interface Row {
  readonly service: Asked;
  readonly folder: string;
  readonly files: (config: Config) => Readonly<Record<string, string>>;
  /** Of the two metrics about loading, up to `_successful` and `_success_timestamp_seconds`. */
  readonly metric: string;
  /** The file that it gives an account of, and where. */
  readonly main: string;
  readonly account: { readonly path: string; readonly yaml: (answer: string) => string };
}

const rows: readonly [Row, ...Row[]] = [
  {
    service: "prometheus",
    folder: "/etc/prometheus",
    files: (config) => prometheusSettings(config),
    metric: "prometheus_config_last_reload",
    main: "prometheus.yml",
    account: {
      path: "/api/v1/status/config",
      yaml: (answer) => (JSON.parse(answer) as { readonly data: { readonly yaml: string } }).data.yaml,
    },
  },
  {
    service: "alertmanager",
    folder: "/etc/alertmanager",
    files: alertmanagerFiles,
    metric: "alertmanager_config_last_reload",
    main: "alertmanager.yml",
    account: {
      path: "/api/v2/status",
      yaml: (answer) =>
        (JSON.parse(answer) as { readonly config: { readonly original: string } }).config.original,
    },
  },
  {
    service: "blackbox-exporter",
    folder: "/etc/blackbox_exporter",
    files: (config) => ({ "config.yml": artefacts("dev", config)["blackbox.yml"] ?? "" }),
    metric: "blackbox_exporter_config_last_reload",
    main: "config.yml",
    account: { path: "/config", yaml: (answer) => answer },
  },
];

/** Its files but the one that names the commit it was placed from: the clone moves on while the stack stays as it is. */
function prometheusSettings(config: Config): Readonly<Record<string, string>> {
  const files = Object.entries(prometheusFiles(config, customFiles()));
  return Object.fromEntries(files.filter(([path]) => path !== deploymentFile));
}

/** Whether Prometheus runs with the settings that its file is compiled to; `undefined` if it does not answer. */
export async function prometheusRuns(desired: string, get: Get): Promise<boolean | undefined> {
  const [row] = rows;
  const answer = await get(row.service, row.account.path);
  return answer === undefined ? undefined : runs(row, answer, desired);
}

function runs({ folder, account }: Row, answer: string, desired: string): boolean {
  // Paths beside the file are relative there, and absolute in the account.
  const read = (text: string): unknown => parse(text.replaceAll(`${folder}/`, ""));
  return contains(read(account.yaml(answer)), read(desired));
}

/** Compares, for each service that is configured by files, what it runs with and what it should. */
export function runningConfigs(config: Config, get: Get): Promise<readonly RunningConfig[]> {
  return Promise.all(
    rows.map(async (row): Promise<RunningConfig> => {
      const { service, folder, metric, account } = row;
      const desired = row.files(config);
      const [found, page, answer] = await Promise.all([
        filesIn(`${config.namePrefix}-${service}`, folder).catch(() => undefined),
        get(service, "/metrics"),
        get(service, account.path),
      ]);
      const metrics = page === undefined ? undefined : plainMetrics(page);
      const successful = metrics?.get(`${metric}_successful`);
      return {
        service,
        different: found && differences(desired, found),
        files: Object.keys(desired).length,
        loaded: successful === undefined ? undefined : successful === 1,
        loadedAt: metrics?.get(`${metric}_success_timestamp_seconds`),
        runs: answer === undefined ? undefined : runs(row, answer, desired[row.main] ?? ""),
      };
    }),
  );
}

/** The desired files that are missing or not the same. Others do not matter: readers name their files. */
export function differences(
  desired: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, string>,
): readonly string[] {
  return Object.entries(desired)
    .filter(([path, text]) => found.get(path) !== text)
    .map(([path]) => path)
    .sort();
}
