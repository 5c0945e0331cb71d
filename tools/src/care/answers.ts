import type { AlertFacts, RuleError, SilenceFacts } from "./status-facts.ts";

type Labels = Readonly<Record<string, string>>;

interface Alert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly status: { readonly silencedBy: readonly string[]; readonly inhibitedBy: readonly string[] };
}

interface Silence {
  readonly id: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly status: { readonly state: string };
  readonly matchers: readonly {
    readonly name: string;
    readonly value: string;
    readonly isRegex: boolean;
    readonly isEqual?: boolean;
  }[];
}

interface Rules {
  readonly data: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly { readonly name: string; readonly lastError?: string }[];
    }[];
  };
}

/** Alerts from Alertmanager's `/api/v2/alerts`, the oldest first. */
export function parseAlerts(json: string): readonly AlertFacts[] {
  return (JSON.parse(json) as Alert[])
    .map(({ labels, annotations, startsAt, status }) => ({
      name: labels["alertname"] ?? "",
      severity: labels["severity"] ?? "",
      summary: annotations["summary"] ?? "",
      since: startsAt,
      silenced: status.silencedBy.length > 0,
      inhibited: status.inhibitedBy.length > 0,
    }))
    .sort((a, b) => a.since.localeCompare(b.since));
}

/** Silences in force from Alertmanager's `/api/v2/silences`. */
export function parseSilences(json: string): readonly SilenceFacts[] {
  return (JSON.parse(json) as Silence[])
    .filter(({ status }) => status.state === "active")
    .map(({ id, endsAt, createdBy, comment, matchers }) => ({
      id,
      until: endsAt,
      by: createdBy,
      comment,
      matchers: matchers
        .map(({ name, value, isRegex, isEqual }) => {
          const operator = `${isEqual === false ? "!" : "="}${isRegex ? "~" : isEqual === false ? "=" : ""}`;
          return `${name}${operator}${JSON.stringify(value)}`;
        })
        .join(", "),
    }));
}

/** Rules whose last evaluation failed, from Prometheus's `/api/v1/rules`. */
export function parseRuleErrors(json: string): readonly RuleError[] {
  return (JSON.parse(json) as Rules).data.groups.flatMap(({ rules }) =>
    rules.flatMap(({ name, lastError }) => (lastError ? [{ rule: name, error: lastError }] : [])),
  );
}
