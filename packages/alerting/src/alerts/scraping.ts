import {
  promql,
  samplesDuplicate,
  samplesOutOfBounds,
  samplesOutOfOrder,
  targetsDownRatio,
  up,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";
import { exporterCollectorFailing } from "./scraping-collectors.ts";
import { targetFlapping } from "./scraping-flapping.ts";
import { scrapeLimitExceeded, scrapeLimitNear } from "./scraping-limits.ts";

const node = { job: "node", instance: "node-exporter:9100", service: "node" };
const replica = (letter: string) => ({
  job: "alertmanager",
  instance: `alertmanager-${letter}:9093`,
  service: "alertmanager",
});
const exporter = { job: "blackbox", instance: "blackbox-exporter:9115", service: "blackbox-exporter" };
const exporterB = { ...exporter, instance: "blackbox-exporter-b:9115" };
const probe = { job: "blackbox", instance: "http://crm:8201/health", service: "crm" };
const prometheus = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };

const exporterItself = where(targetsDownRatio, { service: "blackbox-exporter" });

const targetDown: Alert = {
  name: "TargetDown",
  severity: "high",
  threshold: { value: 0.5, unit: "ratio of a job's targets" },
  // The MCP server has its own, critical row. Every probe goes through the blackbox exporter: where that is down, it
  // alone is named, not each address that it would look at.
  expr: (threshold) =>
    promql`${targetsDownRatio}{job!="mcp-server"} >= ${threshold} unless on (job) (${exporterItself} >= ${threshold}) or ${exporterItself} >= ${threshold}`,
  // Longer than the longest scrape interval that configuration allows (2m), so that one lost scrape is not an outage.
  for: "3m",
  summary: "{{ $value | humanizePercentage }} of {{ $labels.job }} cannot be scraped ({{ $labels.service }})",
  description:
    "Prometheus gets no metrics of this target: whatever else is watched about it is blind, and its alerts stay quiet though nothing may be well.",
  runbook: {
    checks: [
      {
        question: "Which targets are down, and since when?",
        query: promql`${up} == 0`,
        command: "npm run status",
      },
      {
        question: "What does Prometheus say why? (Status > Target health shows the error of each.)",
        command: "npm run open -- prometheus",
      },
      {
        question: "Was a scrape refused because of a limit?",
        query: promql`scrape_samples_post_metric_relabeling > (scrape_sample_limit > 0)`,
      },
    ],
    fix: [
      "Start the exporter: `npm run up` mends what is missing, stopped or changed by hand.",
      "If it runs and does not answer, read its log with `npm run logs -- <service> --since 10m` and restart its container.",
    ],
  },
  fault: "exporter-stopped",
  fires: [
    {
      when: "a job's only target has been down for three minutes",
      interval: "15s",
      series: [series(up, node, "1x4 0x15 1x4")],
      at: "255s",
      until: "315s",
      labels: { job: "node", service: "node" },
      summary: "100% of node cannot be scraped (node)",
    },
    {
      when: "one of two replicas is down",
      interval: "15s",
      series: [series(up, replica("a"), "1x20"), series(up, replica("b"), "0x20")],
      at: "3m",
      labels: { job: "alertmanager", service: "alertmanager" },
      summary: "50% of alertmanager cannot be scraped (alertmanager)",
    },
    {
      when: "the blackbox exporter is down: once, not once for each address that it looks at",
      interval: "15s",
      series: [series(up, exporter, "0x20"), series(up, probe, "0x20"), series(up, node, "0x20")],
      at: "3m",
      labels: { job: "blackbox", service: "blackbox-exporter" },
      summary: "100% of blackbox cannot be scraped (blackbox-exporter)",
      beside: [
        { labels: { job: "node", service: "node" }, summary: "100% of node cannot be scraped (node)" },
      ],
    },
    {
      when: "one of two blackbox exporters is down, and what it looks at",
      interval: "15s",
      series: [series(up, exporter, "1x20"), series(up, exporterB, "0x20"), series(up, probe, "0x20")],
      at: "3m",
      labels: { job: "blackbox", service: "blackbox-exporter" },
      summary: "50% of blackbox cannot be scraped (blackbox-exporter)",
    },
    {
      when: "two of five blackbox exporters are down, and one address is refused",
      interval: "15s",
      series: [
        series(up, exporter, "0x20"),
        series(up, exporterB, "0x20"),
        ...["c", "d", "e"].map((letter) =>
          series(up, { ...exporter, instance: `blackbox-exporter-${letter}:9115` }, "1x20"),
        ),
        series(up, probe, "0x20"),
      ],
      at: "3m",
      labels: { job: "blackbox", service: "crm" },
      summary: "100% of blackbox cannot be scraped (crm)",
    },
    {
      when: "the blackbox exporter refuses one address, for it does not know the module",
      interval: "15s",
      series: [series(up, exporter, "1x20"), series(up, probe, "0x20")],
      at: "3m",
      labels: { job: "blackbox", service: "crm" },
      summary: "100% of blackbox cannot be scraped (crm)",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "two of five replicas are down",
      interval: "15s",
      series: ["a", "b", "c", "d", "e"].map((letter) =>
        series(up, replica(letter), letter < "c" ? "0x40" : "1x40"),
      ),
      at: "10m",
    },
    {
      kind: "brief",
      when: "a target is back just before three minutes are over",
      interval: "15s",
      series: [series(up, node, "1x4 0x11 1x20")],
      at: "8m",
    },
    {
      kind: "restart",
      when: "an exporter restarts",
      interval: "15s",
      series: [series(up, node, "1x4 0 0 1x20")],
      at: "6m",
    },
    {
      kind: "lost-scrape",
      when: "one scrape is lost at the longest interval that configuration allows",
      interval: "2m",
      series: [series(up, node, "1x2 0 1x4")],
      at: "12m",
    },
    {
      kind: "lookalike",
      when: "the MCP server is down, which McpServerDown says",
      interval: "15s",
      series: [series(up, { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" }, "0x40")],
      at: "10m",
    },
  ],
};

const dropped = (metric: typeof samplesDuplicate, reason: string) =>
  promql`label_replace(rate(${metric}[5m]), "reason", "${reason}", "", "")`;

const samplesDropped: Alert = {
  name: "SamplesDropped",
  severity: "warning",
  expr: promql`sum by (service, instance, reason) (${dropped(samplesOutOfOrder, "older than the newest")} or ${dropped(samplesOutOfBounds, "time out of bounds")} or ${dropped(samplesDuplicate, "two values at one time")}) > 0`,
  // Twice the window of the rate: a target that restarts, or a clock that is set once, is over by then.
  for: "10m",
  summary: `Prometheus drops {{ $value | printf "%.2g" }} samples per second: {{ $labels.reason }}`,
  description:
    "A target answers, but part of what it says is not stored: its panels have holes and its alerts may be wrong, while it looks healthy.",
  runbook: {
    checks: [
      {
        question: "Which target is it? Prometheus logs it with the reason.",
        command: `npm run logs -- prometheus --since 10m | grep -iE "out of order|out of bounds|duplicate"`,
      },
      {
        question: "How many are dropped, for which reason?",
        query: promql`rate(${samplesOutOfOrder}[5m]) + rate(${samplesOutOfBounds}[5m]) + rate(${samplesDuplicate}[5m])`,
      },
      {
        question: "Do two targets write the same series?",
        query: promql`count by (instance) (${up}) > 1`,
      },
    ],
    fix: [
      "Out of bounds: set the clock of the target, or let its exporter send no timestamps of its own.",
      "Two values at one time: the target exposes a series twice, or names that were cut to their first 128 characters became the same one.",
    ],
  },
  fault: "samples-rejected",
  fires: [
    {
      when: "samples are dropped for longer than ten minutes, for whatever reason",
      interval: "15s",
      series: [
        series(samplesDuplicate, prometheus, "0x4 3+3x44 135x30"),
        series(samplesOutOfBounds, prometheus, "0x4 6+6x44 270x30"),
        series(samplesOutOfOrder, prometheus, "0x4 9+9x44 405x30"),
      ],
      at: "675s",
      until: "1020s",
      labels: { service: "prometheus", instance: "prometheus:9090", reason: "two values at one time" },
      summary: "Prometheus drops 0.2 samples per second: two values at one time",
      beside: [
        {
          labels: { service: "prometheus", instance: "prometheus:9090", reason: "time out of bounds" },
          summary: "Prometheus drops 0.4 samples per second: time out of bounds",
        },
        {
          labels: { service: "prometheus", instance: "prometheus:9090", reason: "older than the newest" },
          summary: "Prometheus drops 0.6 samples per second: older than the newest",
        },
      ],
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "a clock is set once and forty samples are too old",
      interval: "15s",
      series: [series(samplesOutOfBounds, prometheus, "0x8 40x80")],
      at: "20m",
    },
    {
      kind: "restart",
      when: "Prometheus restarts and its counters begin anew",
      interval: "15s",
      series: [
        series(samplesOutOfOrder, prometheus, "7x20 _ _ 0x40"),
        series(samplesDuplicate, prometheus, "0x20 _ _ 0x40"),
      ],
      at: "15m",
    },
  ],
};

/** Whether what is to be watched can be scraped, whole. */
export const scrapingRules: RuleGroup = {
  name: "scraping",
  interval: "15s",
  recordings: [targetsDownRatio],
  alerts: [
    targetDown,
    targetFlapping,
    scrapeLimitNear,
    scrapeLimitExceeded,
    samplesDropped,
    exporterCollectorFailing,
  ],
};
