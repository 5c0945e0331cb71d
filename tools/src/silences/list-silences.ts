import type { AlertmanagerApi } from "./alertmanager-api.ts";
import { showMatcher, type Matcher } from "./matcher.ts";

/** A silence as the API of Alertmanager gives it. */
export interface ListedSilence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly status: { readonly state: "active" | "pending" | "expired" };
}

/** The silences that hold or will hold, the first to end first. */
export async function listSilences(api: AlertmanagerApi): Promise<readonly ListedSilence[]> {
  const all = JSON.parse(await api.get("/silences")) as readonly ListedSilence[];
  return all
    .filter(({ status }) => status.state !== "expired")
    .sort((a, b) => Date.parse(a.endsAt) - Date.parse(b.endsAt));
}

/** Silences for a person, three lines each. */
export function silencesPage(silences: readonly ListedSilence[], now: Date): string {
  if (silences.length === 0) return "nothing is silenced\n";
  return silences
    .map(({ id, matchers, startsAt, endsAt, createdBy, comment, status }) => {
      const minutes = Math.ceil((Date.parse(endsAt) - now.getTime()) / 60_000);
      const when =
        status.state === "pending" ? `from ${startsAt} until ${endsAt}` : `until ${endsAt} (${minutes} min)`;
      return `${id}  ${when}\n  ${matchers.map(showMatcher).join(", ")}\n  ${createdBy}: ${oneLine(comment)}\n`;
    })
    .join("");
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
