import type { ParsedFile } from "../describe.ts";
import { objects, text, textMap } from "./values.ts";

/** An alert as it is deployed. */
export interface DescribedAlert {
  readonly name: string;
  readonly expr: string;
  /** As Prometheus writes durations; `0s` where it need not hold. */
  readonly for: string;
  readonly keepFiringFor: string;
  /** How often it is evaluated; empty where the server's default counts. */
  readonly interval: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A recording as it is deployed. */
export interface DescribedRecording {
  readonly name: string;
  readonly expr: string;
  readonly interval: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The alerts of rule files. */
export function readAlerts(files: readonly ParsedFile[]): readonly DescribedAlert[] {
  return rules(files).flatMap(({ rule, interval }) =>
    typeof rule["alert"] !== "string"
      ? []
      : [
          {
            name: rule["alert"],
            expr: text(rule["expr"]).trim(),
            for: text(rule["for"]) || "0s",
            keepFiringFor: text(rule["keep_firing_for"]) || "0s",
            interval,
            labels: textMap(rule["labels"]),
            annotations: textMap(rule["annotations"]),
          },
        ],
  );
}

/** The recordings of rule files. */
export function readRecordings(files: readonly ParsedFile[]): readonly DescribedRecording[] {
  return rules(files).flatMap(({ rule, interval }) =>
    typeof rule["record"] !== "string"
      ? []
      : [
          {
            name: rule["record"],
            expr: text(rule["expr"]).trim(),
            interval,
            labels: textMap(rule["labels"]),
          },
        ],
  );
}

function rules(files: readonly ParsedFile[]) {
  return files.flatMap(({ content }) =>
    objects(content["groups"]).flatMap((group) =>
      objects(group["rules"]).map((rule) => ({ rule, interval: text(group["interval"]) })),
    ),
  );
}
