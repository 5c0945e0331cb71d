import type { Alert } from "@monitoring/alerting";
import { isDuration, seconds } from "@monitoring/collection";
import { UserError } from "../user-error.ts";
import { mayMatch, parseMatcher, showMatcher, type Matcher } from "./matcher.ts";

/** A silence as the API of Alertmanager takes it. */
export interface Silence {
  readonly matchers: readonly Matcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** What a person asked for. */
export interface SilenceWish {
  readonly matchers: readonly string[];
  readonly for?: string | undefined;
  readonly comment?: string | undefined;
  readonly by: string;
  /** Warnings only, for a short time. */
  readonly deploy: boolean;
}

/** What the comment of a silence around a deploy begins with. */
export const deployMark = "deploy: ";

const longest = { deploy: "1h", other: "30d" } as const;

/**
 * The silence that was asked for.
 * @throws UserError if it would hide more than anybody may have meant: the heartbeat, or something critical unnamed
 */
export function planSilence(wish: SilenceWish, alerts: readonly Alert[], now: Date): Silence {
  const given = wish.matchers.map(parseMatcher);
  const matchers = wish.deploy ? [onlyWarnings, ...given] : given;
  if (matchers.length === 0) {
    throw new UserError(
      "say what to silence, e.g. npm run silence -- alertname=McpServerDown --for 2h --comment why",
    );
  }
  refuseTooMuch(matchers, alerts);
  const length = lengthOf(wish);
  const comment = wish.comment?.trim() ?? "";
  if (comment === "" && !wish.deploy) {
    throw new UserError("say why, for whoever wonders tonight: --comment ...");
  }
  return {
    matchers,
    startsAt: now.toISOString(),
    endsAt: new Date(now.getTime() + length * 1000).toISOString(),
    createdBy: wish.by,
    comment: wish.deploy ? `${deployMark}${comment || "warnings only"}` : comment,
  };
}

const onlyWarnings: Matcher = { name: "severity", value: "warning", isRegex: false, isEqual: true };

function lengthOf(wish: SilenceWish): number {
  const text = wish.for ?? (wish.deploy ? "15m" : undefined);
  if (text === undefined)
    throw new UserError("say for how long, e.g. --for 2h; a silence without an end is forgotten");
  if (!isDuration(text))
    throw new UserError(`--for is "${text}"; it must be a duration such as 30m, 2h or 1d`);
  const most = wish.deploy ? longest.deploy : longest.other;
  if (seconds(text) > seconds(most)) {
    throw new UserError(
      `--for is "${text}"; it must be at most ${most}${wish.deploy ? " around a deploy" : ", or the alert should be changed"}`,
    );
  }
  return seconds(text);
}

function refuseTooMuch(matchers: readonly Matcher[], alerts: readonly Alert[]): void {
  const shown = matchers.map(showMatcher).join(", ");
  const hidden = alerts.filter((alert) =>
    labelsOf(alert, matchers).some((labels) => mayMatch(matchers, labels)),
  );
  const heartbeat = hidden.find(({ severity }) => severity === "heartbeat");
  if (heartbeat !== undefined) {
    throw new UserError(
      `${shown} also silences ${heartbeat.name}, without which nobody notices that alerting is broken; ` +
        'add severity!="heartbeat" or name the alerts',
    );
  }
  const isNamed = matchers.some(({ name, isRegex, isEqual }) => name === "alertname" && isEqual && !isRegex);
  const critical = hidden.filter(({ severity }) => severity === "critical").map(({ name }) => name);
  if (critical.length > 0 && !isNamed) {
    throw new UserError(
      `${shown} also silences what is critical (${critical.join(", ")}); add severity!="critical", or silence one by its ` +
        "name: alertname=...",
    );
  }
}

/** The label sets that an alert is known to have; what else may be on it, such as an instance, might match. */
function labelsOf(
  { name, severity, fires }: Alert,
  matchers: readonly Matcher[],
): readonly Readonly<Record<string, string>>[] {
  // The heartbeat has no labels but these and the environment.
  const others = matchers.filter((matcher) => matcher.name !== "env");
  const none: Record<string, string> = Object.fromEntries(others.map((matcher) => [matcher.name, ""]));
  return fires.map(({ labels: { service } }) => ({
    ...(severity === "heartbeat" && none),
    ...(service !== undefined && { service }),
    alertname: name,
    severity,
  }));
}
