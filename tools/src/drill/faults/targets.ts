import { setTimeout as sleep } from "node:timers/promises";
import { limitedFolder, sampleLimit } from "../judge-files.ts";
import type { DrilledFault, FaultAction } from "../fault-action.ts";
import type { FaultTarget } from "../judge.ts";
import { propsPorts, propsService, removeThrowaway, writeIn, type Stage, type Stack } from "../stage.ts";
import { stopped } from "./stopped.ts";

/** A page of the props as a target. */
const pageTarget = (stack: Stack, page: string): FaultTarget => ({
  targets: [`${stack.container(propsService)}:${propsPorts.http}`],
  labels: { __metrics_path__: `/pages/${page}`, job: "drill", service: "drill", instance: `drill-${page}` },
});

const show = (stack: Stack, pages: Readonly<Record<string, string>>): Promise<void> =>
  writeIn(
    stack,
    propsService,
    Object.fromEntries(Object.entries(pages).map(([name, text]) => [`props/pages/${name}`, text])),
  );

const followPages = async (
  stage: Stage,
  pages: Readonly<Record<string, string>>,
  folder?: string,
): Promise<void> => {
  await stage.props();
  await show(stage, pages);
  for (const page of Object.keys(pages)) await stage.judge.follow(page, [pageTarget(stage, page)], folder);
};

/** So many series of one metric. */
const series = (count: number): string =>
  Array.from({ length: count }, (_, i) => `drill_metric{number="${i}"} 1\n`).join("");

const fewSeries = { "limit-near": series(10), "limit-exceeded": series(10) };

const soundPages = { twice: "drill_value 1\n", late: "drill_moment 1\n" };
// Samples that are older than half the time that is kept in memory, two hours, are out of bounds.
const hoursAgo = (hours: number): number => Date.now() - hours * 3_600_000;

// One target with wrong times stands for both: a clock that is off is how samples come to be refused.
const refusedSamples: FaultAction = {
  says: "one target exposes a series twice, and another gives its samples times of two hours ago",
  looksAt: ["scrapes"],
  changes: ["scrapes"],
  onsetSeconds: 10,
  megabytes: 0,
  prepare: (stage) => followPages(stage, soundPages),
  cause: (stage) =>
    show(stage, {
      twice: "drill_value 1\ndrill_value 2\n",
      late: `drill_moment 1 ${hoursAgo(2)}\n`,
    }),
  undo: (stack) => show(stack, soundPages),
  tidy: async (stage) => {
    for (const page of Object.keys(soundPages)) await stage.judge.forget(page);
  },
};

const sometimes = { sometimes: "drill_value 1\n" };
const nonsense = { sometimes: "nonsense\n" };

const blackboxConfig = `modules:
  drill:
    prober: tcp
    timeout: 5s
    tcp:
      tls: true
      tls_config: { insecure_skip_verify: true }
`;

/** Faults of what is scraped and probed. */
export const targetFaults = {
  "exporter-stopped": stopped("cadvisor", {
    looksAt: ["exporters"],
    changes: ["exporters", "container memory", "container starts"],
    onsetSeconds: 5,
    recoverySeconds: 20,
  }),
  "clock-skew": refusedSamples,
  "samples-rejected": refusedSamples,
  "limit-reached": {
    says: `two targets that may send ${sampleLimit} samples send 85 and 120`,
    looksAt: ["scrape limits"],
    // A target over its limit counts as down.
    changes: ["scrape limits", "exporters"],
    onsetSeconds: 10,
    prepare: (stage) => followPages(stage, fewSeries, limitedFolder),
    cause: (stage) => show(stage, { "limit-near": series(85), "limit-exceeded": series(120) }),
    undo: (stack) => show(stack, fewSeries),
    tidy: async (stage) => {
      for (const page of Object.keys(fewSeries)) await stage.judge.forget(page, limitedFolder);
    },
  },
  "target-flapping": {
    says: "a target answers with nonsense for four seconds, soundly for three, and so on, four times",
    about: "drill-sometimes",
    looksAt: ["flapping"],
    // It counts as down, though never for long.
    changes: ["flapping", "exporters"],
    // Until it has come back for the second time.
    onsetSeconds: 25,
    recoverySeconds: 60,
    // It has been away for a tenth of a minute, which is a quarter of an hour.
    historySeconds: 10,
    prepare: (stage) => followPages(stage, sometimes),
    cause: async (stage) => {
      for (let i = 0; i < 4; i++) {
        await show(stage, nonsense);
        await sleep(4_000);
        await show(stage, sometimes);
        await sleep(3_000);
      }
    },
    undo: (stack) => show(stack, sometimes),
    tidy: (stage) => stage.judge.forget("sometimes"),
  },
  "certificate-expiring": {
    says: "a throwaway server shows a certificate that is valid for three days",
    about: "drill-certificate",
    looksAt: ["certificates"],
    changes: ["certificates"],
    onsetSeconds: 10,
    megabytes: 48,
    prepare: async (stage) => {
      await stage.props();
      await stage.throwaway({
        name: "blackbox",
        like: "blackbox-exporter",
        networks: ["scrape"],
        command: ["/bin/blackbox_exporter", "--config.file=/tmp/blackbox.yml", "--log.level=warn"],
        files: { "blackbox.yml": blackboxConfig },
        memoryMb: 48,
      });
      await stage.judge.follow("certificate", [
        {
          targets: [`${stage.container("drill-blackbox")}:9115`],
          labels: {
            __metrics_path__: "/probe",
            __param_module: "drill",
            __param_target: `${stage.container(propsService)}:${propsPorts.tls}`,
            ...{ job: "blackbox", service: "crm", probe: "drill", instance: "drill-certificate" },
          },
        },
      ]);
    },
    cause: (stage) => writeIn(stage, propsService, { "props/certificate-days": "3" }),
    undo: (stack) => writeIn(stack, propsService, { "props/certificate-days": "365" }),
    tidy: async (stage) => {
      await stage.judge.forget("certificate");
      await removeThrowaway(stage, "drill-blackbox");
    },
  },
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;
