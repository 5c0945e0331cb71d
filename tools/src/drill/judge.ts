import { setTimeout as sleep } from "node:timers/promises";
import { lastWords } from "../engine-objects.ts";
import { UserError } from "../user-error.ts";
import type { Stack } from "./stage.ts";
import { alertmanagersFolder, limitedFolder, targetsFolder } from "./judge-files.ts";
import { throwaway, type Throwaway } from "./throwaway.ts";

/** Targets that come and go with a fault, as Prometheus's file discovery takes them. */
export interface FaultTarget {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The drill's own Prometheus. */
export interface Judge {
  readonly container: Throwaway;
  /** For how many seconds it has watched. */
  readonly watchedSeconds: () => number;
  /** Sums the answer to a query; nothing where there is none. */
  readonly value: (query: string) => Promise<number | undefined>;
  /** What it thinks of an alert: `inactive`, `pending`, `firing`, or an error of its rule. */
  readonly opinion: (alert: string) => Promise<string>;
  /** Scrapes targets under a name, in a folder of its configuration, and waits until all of them are up. */
  readonly follow: (name: string, targets: readonly FaultTarget[], folder?: string) => Promise<void>;
  readonly forget: (name: string, folder?: string) => Promise<void>;
  /** Sends its alerts to these Alertmanagers, beside the stack's own. */
  readonly sendTo: (addresses: readonly string[]) => Promise<void>;
}

const port = 9090;

/** The drill's Prometheus may take so much, its disk among it, which is memory. */
export const judgeMemoryMb = 224;

/** Starts the drill's Prometheus beside the stack's own, of the same image and on the same networks. */
export async function startJudge(
  stack: Stack,
  files: Readonly<Record<string, string>>,
  { name = "prometheus", memoryMb = judgeMemoryMb } = {},
): Promise<Judge> {
  const container = await throwaway(stack, {
    name,
    like: "prometheus",
    command: [
      "/bin/prometheus",
      "--config.file=/tmp/prometheus.yml",
      "--storage.tsdb.path=/data",
      "--storage.tsdb.retention.time=2h",
      `--web.listen-address=0.0.0.0:${port}`,
      // A minute, that much faster.
      "--rules.alert.resend-delay=4s",
      "--log.level=warn",
    ],
    files: {
      ...files,
      ...Object.fromEntries(
        [targetsFolder, limitedFolder, alertmanagersFolder].map((folder) => [`${folder}/none.json`, "[]"]),
      ),
    },
    tmpfs: { "/data": "size=64m,mode=1777" },
    memoryMb,
    cpus: 1,
    publish: [port],
  });
  const url = await container.url(port);
  await until(
    30,
    "the drill's Prometheus is not ready",
    async () => (await fetch(`${url}/-/ready`)).ok,
  ).catch(async (error: unknown) => {
    const words = await lastWords(container.name, process.env);
    throw new UserError(`${(error as Error).message}; its last words: ${words}`);
  });
  const since = Date.now();
  const value = async (query: string): Promise<number | undefined> => {
    const { data } = await json<Answer>(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
    const numbers = data.result.map((series) => Number(series.value[1]));
    return numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0);
  };
  return {
    container,
    watchedSeconds: () => (Date.now() - since) / 1000,
    value,
    opinion: async (alert) => {
      const { data } = await json<Rules>(`${url}/api/v1/rules?type=alert&rule_name[]=${alert}`);
      const [rule] = data.groups.flatMap(({ rules }) => rules);
      return rule === undefined ? "it has no such rule" : (rule.lastError ?? rule.state);
    },
    follow: async (name, targets, folder = targetsFolder) => {
      await container.write({ [`${folder}/${name}.json`]: JSON.stringify(targets) });
      for (const { targets: addresses, labels } of targets) {
        for (const address of addresses) {
          const instance = labels["instance"] ?? address;
          await until(30, `the drill's Prometheus does not reach ${instance}`, async () => {
            return (await value(`up{instance="${instance}"} == 1`)) !== undefined;
          });
        }
      }
    },
    forget: async (name, folder = targetsFolder) => {
      await container.write({ [`${folder}/${name}.json`]: "[]" });
    },
    sendTo: async (addresses) => {
      const found = addresses.length === 0 ? [] : [{ targets: addresses }];
      await container.write({ [`${alertmanagersFolder}/more.json`]: JSON.stringify(found) });
    },
  };
}

interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

interface Rules {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly { readonly state: string; readonly lastError?: string }[];
    }[];
  };
}

async function json<T>(address: string): Promise<T> {
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  return (await response.json()) as T;
}

/** Asks until it is so. @throws with the problem if the time is over */
export async function until(seconds: number, problem: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as Error);
    if (answer === true) return;
    if (Date.now() >= deadline) {
      throw new Error(`${problem} after ${seconds} s${answer === false ? "" : `: ${answer.message}`}`);
    }
    await sleep(300);
  }
}
