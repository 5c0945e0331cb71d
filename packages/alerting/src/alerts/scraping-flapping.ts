import { promql, up, where } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";

const target = { job: "redis", instance: "redis-exporter:9121", service: "redis" };
const probe = { job: "blackbox", instance: "http://crm:8201/health", service: "crm", probe: "http_2xx" };

// Whatever is looked at through the blackbox exporter goes with it.
const scraped = where(up, { probe: "" });

/** What comes and goes too fast for those alerts that wait until something stays away. */
export const targetFlapping: Alert = {
  name: "TargetFlapping",
  severity: "high",
  // Twice gone and back, and for longer than two restarts take: a minute and a half of the fifteen.
  expr: promql`changes(${scraped}[15m]) > 3 and avg_over_time(${up}[15m]) < 0.9`,
  // The window is long enough, and a message less that it comes and goes.
  for: "0s",
  summary: `{{ $labels.instance }} ({{ $labels.service }}) came or went {{ $value | printf "%.0f" }} times in 15 minutes`,
  description:
    "It is never away for long enough that another alert says so, but so often that what is watched about it is blind for a good part of the time, and whoever uses it meets errors.",
  runbook: {
    checks: [
      {
        question: "How much of the time is it there?",
        query: promql`avg_over_time(${scraped}[15m]) < 1`,
      },
      {
        question: "Does it restart, or does it answer too late? (Status > Target health shows the error.)",
        command: "npm run status",
      },
      {
        question: "Is the machine too busy to answer in time?",
        command: "docker stats --no-stream",
      },
    ],
    fix: [
      "If it restarts, its log says why: `npm run logs -- <service> --since 30m`.",
      "If it answers too late, give its container more processor time, or the job a longer interval.",
    ],
  },
  fault: "target-flapping",
  fires: [
    {
      when: "a target is away for a minute, there for 45 seconds, and away for a minute again",
      interval: "15s",
      series: [series(up, target, "1x4 0x3 1x2 0x3 1x90")],
      at: "240s",
      // The first change is fifteen minutes ago.
      until: "960s",
      labels: target,
      summary: "redis-exporter:9121 (redis) came or went 4 times in 15 minutes",
    },
    {
      when: "it is away for a little over a tenth of the time",
      interval: "15s",
      series: [series(up, target, "1x60 0x2 1x40 0x3 1x60")],
      at: "1635s",
      labels: target,
      summary: "redis-exporter:9121 (redis) came or went 4 times in 15 minutes",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is away for a tenth of the time",
      interval: "15s",
      series: [series(up, target, "1x60 0x2 1x40 0x2 1x60")],
      at: "40m",
    },
    {
      kind: "lookalike",
      when: "it comes back once and goes again for good, which TargetDown says",
      interval: "15s",
      series: [series(up, target, "1x60 0x10 1x10 0x80")],
      at: "30m",
    },
    {
      kind: "restart",
      when: "it restarts twice",
      interval: "5s",
      series: [series(up, target, "1x180 0x5 1x60 0x5 1x180")],
      at: "30m",
    },
    {
      kind: "lookalike",
      when: "a probe is lost each time that the blackbox exporter is",
      interval: "15s",
      series: [series(up, probe, "1x4 0x2 1x2 0x2 1x2 0x2 1x90")],
      at: "15m",
    },
    {
      kind: "lost-scrape",
      when: "one scrape is lost at the longest interval that configuration allows",
      interval: "2m",
      series: [series(up, target, "1x20 0 1x20")],
      at: "80m",
    },
  ],
};
