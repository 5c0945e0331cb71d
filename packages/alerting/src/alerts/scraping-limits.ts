import {
  promql,
  scrapeSampleLimit,
  scrapeSamples,
  scrapesOverBodyLimit,
  scrapesOverLabelLimits,
  scrapesOverSampleLimit,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";

const server = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const prometheus = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };

/** Of samples only: the other limits have no number that could come near. */
export const scrapeLimitNear: Alert = {
  name: "ScrapeLimitNear",
  severity: "warning",
  threshold: { value: 0.8, unit: "ratio of the job's sample limit" },
  // Counted after relabelling, and in full also where the scrape is refused. A limit of 0 is none.
  expr: (threshold) =>
    promql`max by (service, job, instance) (${scrapeSamples} / (${scrapeSampleLimit} > 0)) > ${threshold}`,
  // A single large answer is over; two scrapes at the longest interval that configuration allows are not.
  for: "5m",
  summary: "{{ $labels.instance }} sends {{ $value | humanizePercentage }} of the samples that its job may",
  description:
    "At the limit the whole scrape is refused and the target counts as down. Usually something that clients name (tools, clients) has become a label value, so the number grows with every caller.",
  runbook: {
    checks: [
      {
        question: "Which metrics have the most series?",
        query: promql`topk(10, count by (job, __name__) ({__name__!=""}))`,
      },
      {
        question: "How fast does it grow?",
        query: promql`deriv(${scrapeSamples}[1h]) > 0`,
      },
      {
        question: "Which names came with it?",
        command: "curl -s http://127.0.0.1:3001/metrics | cut -d' ' -f1 | sort | tail -50",
      },
    ],
    fix: [
      "Let the server replace names that it does not know by `other` before they become a label value.",
      "If the number is right, raise the job's limit in packages/collection/src/scrape-limits.ts.",
    ],
  },
  fault: "limit-reached",
  fires: [
    {
      when: "a target has sent over 80 % of its limit for five minutes",
      interval: "15s",
      series: [
        series(scrapeSamples, server, "400x4 4200x23 400x8"),
        series(scrapeSampleLimit, server, "5000x40"),
      ],
      at: "375s",
      until: "435s",
      labels: server,
      summary: "mcp-server:3001 sends 84% of the samples that its job may",
    },
    {
      when: "the limit is exceeded and every scrape is refused",
      interval: "15s",
      series: [series(scrapeSamples, server, "9000x30"), series(scrapeSampleLimit, server, "5000x30")],
      at: "5m",
      labels: server,
      summary: "mcp-server:3001 sends 180% of the samples that its job may",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "a target sends 80 % of its limit",
      interval: "15s",
      series: [series(scrapeSamples, server, "4000x60"), series(scrapeSampleLimit, server, "5000x60")],
      at: "15m",
    },
    {
      kind: "brief",
      when: "it is over for a little less than five minutes",
      interval: "15s",
      series: [
        series(scrapeSamples, server, "400x4 4200x19 400x20"),
        series(scrapeSampleLimit, server, "5000x50"),
      ],
      at: "11m",
    },
    {
      kind: "lookalike",
      when: "a job has no limit",
      interval: "15s",
      series: [series(scrapeSamples, server, "9000x60"), series(scrapeSampleLimit, server, "0x60")],
      at: "15m",
    },
  ],
};

// `increase` of one event is a little over 1, of two a little over 2: this tells them apart.
const moreThanOnce = 1.5;

const refused = (metric: typeof scrapesOverBodyLimit, reason: string) =>
  promql`label_replace(increase(${metric}[5m]), "reason", "${reason}", "", "")`;

/** Names the cause of what TargetDown or McpServerDown also says. */
export const scrapeLimitExceeded: Alert = {
  name: "ScrapeLimitExceeded",
  severity: "high",
  expr: promql`sum by (service, instance, reason) (${refused(scrapesOverSampleLimit, "too many samples")} or ${refused(scrapesOverBodyLimit, "too large")} or ${refused(scrapesOverLabelLimits, "too many or too long labels")}) > ${moreThanOnce}`,
  // A single refused scrape is only a lost one; the second is told at once, as the target counts as down by then.
  for: "0s",
  summary: `Prometheus refused {{ $value | printf "%.0f" }} scrapes in 5 minutes: {{ $labels.reason }}`,
  description:
    "A target runs and answers, but says more than its job may: the scrape is refused as a whole and the target counts as down.",
  runbook: {
    checks: [
      {
        question: "Which target is it? Its error names the limit.",
        command: `curl -s http://127.0.0.1:9090/api/v1/targets | grep -oE '"lastError":"[^"]*limit[^"]*"'`,
      },
      {
        question: "By how much is it over the sample limit?",
        query: promql`${scrapeSamples} / (${scrapeSampleLimit} > 0)`,
      },
      {
        question: "What was refused?",
        query: promql`increase(${scrapesOverSampleLimit}[5m]) + increase(${scrapesOverBodyLimit}[5m]) + increase(${scrapesOverLabelLimits}[5m])`,
      },
    ],
    fix: [
      "Undo what made the target say so much: a new label, a deploy, a client that invents names.",
      "If it is right, raise the job's limit in packages/collection/src/scrape-limits.ts and run `npm run up`.",
    ],
  },
  fault: "limit-reached",
  fires: [
    {
      when: "two scrapes were refused, for whatever limit",
      interval: "15s",
      series: [scrapesOverLabelLimits, scrapesOverSampleLimit, scrapesOverBodyLimit].map((metric) =>
        series(metric, prometheus, "0x4 1 2x30"),
      ),
      at: "90s",
      until: "6m",
      labels: {
        service: "prometheus",
        instance: "prometheus:9090",
        reason: "too many or too long labels",
      },
      summary: "Prometheus refused 2 scrapes in 5 minutes: too many or too long labels",
      beside: ["too many samples", "too large"].map((reason) => ({
        labels: { service: "prometheus", instance: "prometheus:9090", reason },
        summary: `Prometheus refused 2 scrapes in 5 minutes: ${reason}`,
      })),
    },
  ],
  quiet: [
    {
      kind: "lost-scrape",
      when: "one scrape was refused",
      interval: "15s",
      series: [series(scrapesOverSampleLimit, prometheus, "0x4 1x30")],
      at: "9m",
    },
    {
      kind: "lost-scrape",
      when: "one scrape was refused, and Prometheus is scraped once a minute only",
      interval: "1m",
      series: [series(scrapesOverSampleLimit, prometheus, "5x10 6x10")],
      at: "20m",
    },
    {
      kind: "restart",
      when: "Prometheus restarts and its counters begin anew",
      interval: "15s",
      series: [series(scrapesOverBodyLimit, prometheus, "9x20 _ _ 0x30")],
      at: "12m",
    },
  ],
};
