import type { OwnFault } from "./own-fault.ts";

/** What can go wrong with the stack itself while it runs. */
export const ownFaults: readonly OwnFault[] = [
  {
    name: "nonsense",
    fault: "a target answers with a page for people",
    caused: "an exporter's port answers with HTML",
    told: ["TargetDown"],
  },
  {
    name: "wrong-type",
    fault: "a target's answer says that it is something else than metrics",
    caused: "metrics are sent as text/html",
    told: ["TargetDown"],
  },
  {
    name: "no-utf8",
    fault: "a target sends bytes that are no text",
    caused: "a label's value is not UTF-8",
    told: ["TargetDown"],
  },
  {
    name: "drip",
    fault: "a target's answer never ends",
    caused: "a byte every tenth of a second",
    told: ["TargetDown"],
  },
  {
    name: "huge-answer",
    fault: "a target's answer is huge",
    caused: "1.1 MB from a job that may send 1 MB",
    told: ["ScrapeLimitExceeded", "TargetDown"],
  },
  {
    name: "label-flood",
    fault: "a target exposes far too many series at once",
    caused: "the MCP server exposes 6,000 series of the 5,000 that it may",
    told: ["ScrapeLimitExceeded", "McpServerDown"],
  },
  {
    name: "full-disk",
    fault: "Prometheus's disk is full: it calls itself ready and every target up, and stores nothing",
    caused: "a disk of 32 MB is filled, and has room again once the alert has arrived",
    told: ["PrometheusWritesFailing"],
  },
  {
    name: "damaged-log",
    fault: "the write-ahead log is damaged",
    caused: "Prometheus is killed, bytes of the log are overwritten, and it starts again",
    told: ["PrometheusStorageCorrupted"],
  },
];
