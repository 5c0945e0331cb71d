import { headSeries, promql } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";

const target = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };

/** A target that says few things at once, but other ones each time, is within every limit of its job. */
export const prometheusSeriesMany: Alert = {
  name: "PrometheusSeriesMany",
  severity: "high",
  // A series takes about 5 kB (measured): this is half of the 1 GB that its container has. The stack has under 10,000.
  threshold: { value: 100_000, unit: "series" },
  expr: (threshold) => promql`${headSeries} > ${threshold}`,
  // They stay for two hours at least, whatever ends.
  for: "0s",
  summary: `Prometheus keeps {{ $value | printf "%.0f" }} series in memory`,
  description:
    "Some label takes ever new values. When its memory is full Prometheus is ended, reads the same series again when it starts, and is ended again: then nothing is watched.",
  runbook: {
    checks: [
      {
        question: "Which target brings new series?",
        query: promql`topk(5, sum by (job, instance) (sum_over_time(scrape_series_added[1h])))`,
      },
      {
        question: "Which metric has the most?",
        query: promql`topk(10, count by (job, __name__) ({__name__!=""}))`,
      },
      { question: "How much memory is left?", command: "docker stats --no-stream mcp-prometheus" },
    ],
    fix: [
      "Stop the target that brings them, or undo its last change; the number falls two to three hours later.",
      "If the memory will not last so long, raise it: `docker update --memory 2g --memory-swap 2g mcp-prometheus`.",
      "Then have the value that grows left out, or replaced by `other`, where the metric is made.",
    ],
  },
  fault: "series-flood",
  fires: [
    {
      when: "a label takes a thousand new values with every scrape",
      interval: "15s",
      series: [series(headSeries, target, "8000+1000x93 8000x40")],
      // 101,000 of them.
      at: "1395s",
      until: "1410s",
      labels: target,
      summary: "Prometheus keeps 101000 series in memory",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "there are a hundred thousand",
      interval: "15s",
      series: [series(headSeries, target, "100000x60")],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "a busy target has many series, which are the same all the time",
      interval: "15s",
      series: [series(headSeries, target, "60000x60")],
      at: "15m",
    },
  ],
};
