import { counter } from "../metric.ts";

/** Samples refused because they were from too long ago or from the future. */
export const samplesOutOfBounds = counter(
  "prometheus_target_scrapes_sample_out_of_bounds_total",
  [],
  "samples refused for their time",
);

/** What Prometheus exposes about itself. */
export const prometheusMetrics = [samplesOutOfBounds];
