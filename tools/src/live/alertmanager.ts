import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../loopback.ts";

/** An alert as Alertmanager's API takes it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** An alert as Alertmanager's API gives it. */
export interface GottenAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: "active" | "suppressed" | "unprocessed";
    readonly inhibitedBy: readonly string[];
    readonly silencedBy: readonly string[];
    readonly mutedBy: readonly string[];
  };
}

/** A group as Alertmanager's API gives it. */
export interface GottenGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly receiver: { readonly name: string };
  readonly alerts: readonly GottenAlert[];
}

/** What of its alerts Alertmanager's API is asked for, as its parameters. */
export type Asked = Readonly<Partial<Record<"filter" | "active" | "silenced" | "inhibited", string>>>;

/** A real Alertmanager in a process of its own. */
export type LiveAlertmanager = Awaited<ReturnType<typeof startAlertmanager>>;

/** Starts an Alertmanager on a free loopback port, with its files in a folder of its own. */
export async function startAlertmanager(
  program: string,
  files: Readonly<Record<string, string>>,
  options: { readonly args?: readonly string[] } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-alertmanager-"));
  const write = (changed: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write(files);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.external-url=http://alertmanager.example.com",
      "--web.route-prefix=/",
      "--cluster.listen-address=",
      "--log.level=debug",
      ...(options.args ?? []),
    ],
    { stdio: ["ignore", "ignore", "pipe"], env: { TZ: "UTC" } },
  );
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = new Promise<void>((resolve) =>
    child.on("exit", () => {
      resolve();
    }),
  );

  async function json<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}${path}`, {
      ...(body !== undefined && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
  const query = (asked: Asked): string => new URLSearchParams(asked).toString();

  await waitFor("a ready Alertmanager", 20, async () => {
    if (child.exitCode !== null) throw new Error(`Alertmanager ended:\n${log}`);
    return (await fetch(`${url}/-/ready`)).ok || undefined;
  });
  return {
    url,
    folder,
    json,
    log: () => log,
    post: (alerts: readonly PostedAlert[]) => json<undefined>("/api/v2/alerts", alerts),
    alerts: (asked: Asked = {}) => json<readonly GottenAlert[]>(`/api/v2/alerts?${query(asked)}`),
    groups: (asked: Asked = {}) => json<readonly GottenGroup[]>(`/api/v2/alerts/groups?${query(asked)}`),
    /** Its configuration as it was loaded, defaults filled in. */
    configuration: async () =>
      (await json<{ readonly config: { readonly original: string } }>("/api/v2/status")).config.original,
    /** Has it read changed files. @throws what it says against them */
    reload: async (changed: Readonly<Record<string, string>>): Promise<void> => {
      write(changed);
      const response = await fetch(`${url}/-/reload`, { method: "POST" });
      if (!response.ok) throw new Error(await response.text());
    },
    /** Without a word to anybody; {@link stop} still tidies up. */
    kill: () => child.kill("SIGKILL"),
    stop: async () => {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Asks again and again until the answer is defined. @throws when the time is over */
export async function waitFor<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last = "not yet";
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = (error as Error).message;
      if (last.startsWith("Alertmanager ended")) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within ${seconds} s (${last})`);
}
