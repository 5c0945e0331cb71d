/** How often Alertmanager has tried to notify a receiver. */
export interface Attempts {
  readonly total: number;
  readonly failed: number;
}

/** Reads the attempts at a receiver from a page of metrics; its name is on them behind a feature flag. */
export function attempts(page: string, receiver: string): Attempts {
  const sum = (metric: string): number =>
    [...page.matchAll(new RegExp(`^${metric}\\{([^}]*)\\} (\\S+)$`, "gm"))]
      .filter(([, labels = ""]) => labels.split(",").includes(`receiver_name="${receiver}"`))
      .reduce((total, [, , value]) => total + Number(value), 0);
  return {
    total: sum("alertmanager_notification_requests_total"),
    failed: sum("alertmanager_notification_requests_failed_total"),
  };
}

/** What went wrong at a receiver, in the words that it answered with. */
export interface Failure {
  readonly error: string;
  /** Whether Alertmanager has given up. */
  readonly final: boolean;
}

/**
 * Reads the newest failure of a receiver from Alertmanager's log of JSON lines. An attempt that is tried again names the
 * receiver in a field, one that is not at the beginning of the error.
 */
export function failure(log: string, receiver: string): Failure | undefined {
  const found = log.split("\n").flatMap((line): Failure[] => {
    const entry = parsed(line);
    const error = entry["err"];
    if (typeof error !== "string") return [];
    const final = new RegExp(`^${receiver}/[^:]*: (?:notify retry canceled [^:]*: )?`);
    if (final.test(error)) return [{ error: error.replace(final, ""), final: true }];
    return entry["receiver"] === receiver ? [{ error, final: false }] : [];
  });
  return found.at(-1);
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
