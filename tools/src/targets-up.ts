import type { Get } from "./care/http.ts";

/** A target as Prometheus sees it. */
export interface TargetState {
  readonly job: string;
  readonly service: string;
  readonly address: string;
  readonly up: boolean;
  /** Why the last scrape failed, in Prometheus's words. */
  readonly error: string;
}

interface TargetsAnswer {
  readonly data: {
    readonly activeTargets: readonly {
      readonly labels: Readonly<Record<string, string>>;
      readonly scrapeUrl: string;
      readonly health: string;
      readonly lastError: string;
    }[];
  };
}

/** Asks Prometheus for its targets; `undefined` while it does not answer. */
export async function targets(get: Get): Promise<readonly TargetState[] | undefined> {
  const answer = await get("prometheus", "/api/v1/targets?state=active");
  return answer === undefined ? undefined : parseTargets(answer);
}

/** Targets from Prometheus's `/api/v1/targets`. */
export function parseTargets(json: string): readonly TargetState[] {
  const { data } = JSON.parse(json) as TargetsAnswer;
  return data.activeTargets.map(({ labels, scrapeUrl, health, lastError }) => ({
    job: labels["job"] ?? "",
    service: labels["service"] ?? "",
    address: labels["instance"] ?? scrapeUrl,
    up: health === "up",
    error: lastError,
  }));
}

/** How waiting for targets ended. */
export interface Readiness {
  /** Prometheus runs with its newest configuration, and every target of it is up. */
  readonly ready: boolean;
  /** Whether it runs with its newest configuration; `undefined` if it does not answer. */
  readonly loaded: boolean | undefined;
  readonly targets: readonly TargetState[];
}

/** How long waiting for targets may take. */
export interface Patience {
  readonly totalMs: number;
  /** Gives up earlier if the same targets have failed for this long while nothing else moved. */
  readonly standstillMs: number;
}

/** What Prometheus is asked while targets are waited for. */
export interface Questions {
  readonly get: Get;
  /** Whether it runs with its newest configuration: until then its targets may be those of the one before. */
  readonly isLoaded: () => Promise<boolean | undefined>;
}

/** Waits until every target is up, or patience ends. Reports how many are. */
export async function waitForTargets(
  { get, isLoaded }: Questions,
  { totalMs, standstillMs }: Patience,
  report: (text: string) => void,
): Promise<Readiness> {
  const deadline = Date.now() + totalMs;
  let standstill = { since: Date.now(), failing: "" };
  for (;;) {
    // First the configuration: what is asked after it was loaded are its own targets.
    const loaded = await isLoaded();
    const found = loaded === undefined ? undefined : await targets(get);
    const up = found?.filter((target) => target.up).length ?? 0;
    const allUp = found !== undefined && found.length > 0 && up === found.length;
    if (loaded && allUp) return { ready: true, loaded, targets: found };
    const failing = failingTargets(found ?? []);
    if (failing === "" || failing !== standstill.failing) standstill = { since: Date.now(), failing };
    if (Date.now() > Math.min(deadline, standstill.since + standstillMs)) {
      return { ready: false, loaded, targets: found ?? [] };
    }
    report(
      found === undefined
        ? "prometheus does not answer yet"
        : loaded
          ? `${up} of ${found.length} targets are up`
          : "prometheus has not loaded its newest configuration yet",
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

// Empty unless every target has been tried: one that was not yet is no standstill.
function failingTargets(found: readonly TargetState[]): string {
  const down = found.filter((target) => !target.up);
  return down.every(({ error }) => error !== "") ? down.map(({ address }) => address).join() : "";
}

/** Why a target on the person's own machine may not answer, and what to do. */
export function hint(target: TargetState): string {
  if (!target.address.includes("host.docker.internal")) return "";
  const port = target.address.split(":").at(-1)?.split("/")[0] ?? "";
  return (
    ` containers reach this machine by its bridge address, not by its loopback: let the service listen on 0.0.0.0:${port} ` +
    "(or on the bridge's address, often 172.17.0.1), and let the firewall pass it"
  );
}
