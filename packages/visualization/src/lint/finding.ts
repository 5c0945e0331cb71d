import type { JsonPath } from "../json-value.ts";

/** An error does not work; a warning works, but a reader is worse off. */
export type Severity = "error" | "warning";

/** One mistake in a dashboard, for a person who is to mend it. */
export interface Finding {
  /** As the dashboard says; undefined where it does not. */
  readonly dashboard: { readonly uid: string | undefined; readonly title: string | undefined };
  /** Title of the panel, or its number where it has none; undefined where the dashboard itself is meant. */
  readonly panel: string | undefined;
  readonly rule: string;
  readonly severity: Severity;
  readonly reason: string;
  readonly remedy: string;
  /** Where in the dashboard's JSON. */
  readonly at: JsonPath;
}
