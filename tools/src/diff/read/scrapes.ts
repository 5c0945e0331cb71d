import { toJson } from "@monitoring/collection";
import { isObject, objectIn, type JsonObject } from "@monitoring/visualization";
import type { ParsedFile } from "../describe.ts";
import { objects, text, textMap, texts, without } from "./values.ts";

/** A scrape job as it is deployed. */
export interface DescribedJob {
  readonly name: string;
  /** How often each target is asked. */
  readonly interval: string;
  readonly targets: readonly DescribedTarget[];
  /** Everything else about it, as JSON. */
  readonly settings: string;
}

/** What is asked. */
export interface DescribedTarget {
  readonly address: string;
  /** What a person calls it; the address where nothing says it. */
  readonly service: string;
  /** The labels that its series get from the job; `instance` is the address unless something else is said. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The scrape jobs of Prometheus's configurations; one that several servers have is one. */
export function readJobs(files: readonly ParsedFile[]): readonly DescribedJob[] {
  const jobs = files.flatMap(({ content }) => {
    const interval = text(objectIn(content, "global")["scrape_interval"]) || "1m";
    return objects(content["scrape_configs"]).map((job) => readJob(job, interval));
  });
  return [...new Map(jobs.map((job) => [toJson(job), job])).values()];
}

/** The name, unless the job's own relabelling puts another in its place, as probes do. */
function jobLabel(job: JsonObject): string {
  const relabelled = objects(job["relabel_configs"]).find(
    (rule) => rule["target_label"] === "job" && !("source_labels" in rule),
  );
  return text(relabelled?.["replacement"]) || text(job["job_name"]);
}

function readJob(job: JsonObject, interval: string): DescribedJob {
  return {
    name: text(job["job_name"]),
    interval: text(job["scrape_interval"]) || interval,
    targets: objects(job["static_configs"]).flatMap((group) => {
      const labels: Readonly<Record<string, string>> = { job: jobLabel(job), ...textMap(group["labels"]) };
      return texts(group["targets"]).map((address) => ({
        address,
        service: labels["service"] ?? address,
        labels: { instance: address, ...labels },
      }));
    }),
    settings: toJson(without(job, "job_name", "scrape_interval", "static_configs")),
  };
}

/** What a Prometheus configuration says besides its jobs, and the names of rule files, which are read themselves. */
export function restOfPrometheus(content: JsonObject): JsonObject {
  const rest = without(content, "scrape_configs", "rule_files");
  // The interval is each job's.
  return isObject(rest["global"]) ? { ...rest, global: without(rest["global"], "scrape_interval") } : rest;
}
