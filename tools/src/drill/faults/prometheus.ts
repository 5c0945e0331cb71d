import { toYaml } from "@monitoring/collection";
import type { DrilledFault, FaultAction, Signal } from "../fault-action.ts";
import { beginning, ending, reloading, supervised, supervisor } from "./supervised.ts";
import { removeThrowaway, runIn, type Stage, type Stack } from "../stage.ts";

/** Megabytes that a throwaway Prometheus may take, its disk among them. */
export const prometheusMemoryMb = 72;

/** What else a throwaway Prometheus is started with. */
interface PrometheusMore {
  /** Added to a configuration by which it watches itself every second. */
  readonly config?: object;
  readonly files?: Readonly<Record<string, string>>;
  /** Size of its disk, which is memory. @default 24 */
  readonly diskMb?: number;
  /** @default {@link prometheusMemoryMb} */
  readonly memoryMb?: number;
}

/** Starts a Prometheus that a fault may break, and lets the drill's one watch it. */
export async function startPrometheus(
  stage: Stage,
  service: string,
  more: PrometheusMore = {},
): Promise<void> {
  const { config, files, diskMb = 24, memoryMb = prometheusMemoryMb } = more;
  await stage.throwaway({
    name: service.replace("drill-", ""),
    like: "prometheus",
    command: supervised(
      "/bin/prometheus",
      "--config.file=/tmp/prometheus.yml",
      "--storage.tsdb.path=/data",
      "--log.level=warn",
    ),
    files: {
      "supervisor.sh": supervisor,
      ...files,
      "prometheus.yml": toYaml({
        global: { scrape_interval: "1s", evaluation_interval: "1s" },
        scrape_configs: [{ job_name: "prometheus", static_configs: [{ targets: ["localhost:9090"] }] }],
        ...config,
      }),
    },
    tmpfs: { "/data": `size=${diskMb}m,mode=1777` },
    memoryMb,
  });
  await stage.judge.follow(service, [
    {
      targets: [`${stage.container(service)}:9090`],
      labels: { job: "prometheus", service: "prometheus", instance: service },
    },
  ]);
}

/** A fault of a throwaway Prometheus, by shell scripts. */
function brokenPrometheus(
  service: string,
  row: Pick<FaultAction, "says" | "onsetSeconds"> & { readonly signal: Signal } & PrometheusMore & {
      readonly cause: string;
      readonly undo: string;
    },
): FaultAction {
  return {
    says: row.says,
    ...(row.signal !== "prometheus disk" && { about: service }),
    looksAt: [row.signal],
    changes: [row.signal],
    onsetSeconds: row.onsetSeconds,
    recoverySeconds: 15,
    megabytes: row.memoryMb ?? prometheusMemoryMb,
    prepare: (stage) => startPrometheus(stage, service, row),
    cause: (stage) => runIn(stage, service, row.cause),
    undo: (stack: Stack) => runIn(stack, service, row.undo),
    tidy: (stage) => endPrometheus(stage, service),
  };
}

/** Removes a throwaway Prometheus, and lets the drill's one forget it. */
export async function endPrometheus(stage: Stage, service: string): Promise<void> {
  await stage.judge.forget(service);
  await removeThrowaway(stage, service);
}

const rules = (expr: string, interval: string): string =>
  toYaml({ groups: [{ name: "drill", interval, rules: [{ record: "drill:rule", expr }] }] });

// Of two targets which are the same server: so much may be added, and so much may not.
const oneOfTwo = { static_configs: [{ targets: ["localhost:9090", "127.0.0.1:9090"] }] };
const brokenRule = rules("up + on (job) up", "1s");
const soundRule = rules("up + on (job, instance) up", "1s");
// Every series, at every tenth of a second of the last minute.
// A third of a second on a fast machine: once alone it took 0.04 s there.
const slowRule = rules(
  Array.from({ length: 8 }, () => 'count(last_over_time({__name__=~".+"}[1m:100ms]))').join(" + "),
  "100ms",
);
const idleRule = rules("vector(1)", "100ms");

const writing = (file: string, text: string): string => `cat > ${file} <<'END'\n${text}END\n`;
const block = "/data/01BX5ZZKBKACTAV9WEVGEMMVRZ";

const moreTargets = ["b", "c", "d", "e"].map((copy) => ({ targets: ["localhost:9090"], labels: { copy } }));

/** Faults of Prometheus itself, each on one of its own. */
export const prometheusFaults = {
  "rule-broken": brokenPrometheus("drill-rule", {
    says: "a throwaway Prometheus gets a rule that joins two series with two",
    signal: "rules",
    onsetSeconds: 10,
    config: {
      rule_files: ["/tmp/drill.yml"],
      scrape_configs: [{ job_name: "prometheus", ...oneOfTwo }],
    },
    files: { "drill.yml": soundRule },
    cause: `${writing("/tmp/drill.yml", brokenRule)}${reloading}`,
    undo: `${writing("/tmp/drill.yml", soundRule)}${reloading}`,
  }),
  "rules-slow": brokenPrometheus("drill-slow-rule", {
    says: "a throwaway Prometheus gets a rule that takes longer than its interval of 0.1 s",
    signal: "rule times",
    memoryMb: 112,
    onsetSeconds: 25,
    config: { rule_files: ["/tmp/drill.yml"] },
    files: { "drill.yml": idleRule },
    cause: `${writing("/tmp/drill.yml", slowRule)}${reloading}`,
    undo: `${writing("/tmp/drill.yml", idleRule)}${reloading}`,
  }),
  "storage-full": brokenPrometheus("drill-storage", {
    says: "the disk of 16 MB of a throwaway Prometheus is filled",
    signal: "prometheus disk",
    onsetSeconds: 15,
    diskMb: 16,
    cause: "dd if=/dev/zero of=/data/fill bs=65536 2>/dev/null || true",
    undo: "rm -f /data/fill",
  }),
  "storage-corrupted": brokenPrometheus("drill-log", {
    says: "a throwaway Prometheus is killed, its write-ahead log damaged, and it is started again",
    signal: "prometheus log",
    onsetSeconds: 10,
    cause: `${ending}for segment in /data/wal/0*; do printf 'damaged by a drill, damaged by a drill' | dd of=$segment bs=1 seek=4096 conv=notrunc 2>/dev/null; done
${beginning}`,
    undo: `${ending}${beginning}`,
  }),
  "series-flood": brokenPrometheus("drill-series", {
    says: "a throwaway Prometheus gets four targets more, each with as many series as itself",
    signal: "prometheus series",
    onsetSeconds: 15,
    memoryMb: 112,
    config: {
      scrape_configs: [
        {
          job_name: "prometheus",
          static_configs: [{ targets: ["localhost:9090"] }],
          file_sd_configs: [{ files: ["/tmp/more.json"], refresh_interval: "1s" }],
        },
      ],
    },
    files: { "more.json": "[]" },
    cause: writing("/tmp/more.json", `${JSON.stringify(moreTargets)}\n`),
    // What it has in memory would stay there for two hours.
    undo: `${ending}echo '[]' > /tmp/more.json; rm -rf /data/*\n${beginning}`,
  }),
  "compaction-blocked": brokenPrometheus("drill-block", {
    says: "a throwaway Prometheus finds a block that it cannot read",
    signal: "prometheus blocks",
    // It looks once a minute.
    onsetSeconds: 65,
    cause: `mkdir -p ${block}; echo nonsense > ${block}/meta.json`,
    undo: `rm -rf ${block}`,
  }),
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;
