import { gauge } from "../metric.ts";

/** Written by Prometheus itself for every target. */
export const up = gauge("up", [], "1 if the last scrape of the target worked, else 0");
/** Samples of the last scrape after relabelling, in full also where it was refused for their number. */
export const scrapeSamples = gauge(
  "scrape_samples_post_metric_relabeling",
  [],
  "samples of the last scrape after relabelling",
);
/** What the job's targets may send at most. Only written with `extra_scrape_metrics`. */
export const scrapeSampleLimit = gauge(
  "scrape_sample_limit",
  [],
  "samples that a target may send, 0 for no limit",
);

/** How long the last scrape of a target took, in seconds. */
export const scrapeDuration = gauge(
  "scrape_duration_seconds",
  [],
  "how long the last scrape of a target took, in seconds",
);

/** Series of the last scrape that its target did not have before. */
export const scrapeSeriesAdded = gauge("scrape_series_added", [], "series of the last scrape that are new");

/** Every metric that a scrape itself produces. */
export const scrapeMetrics = [up, scrapeSamples, scrapeSampleLimit, scrapeDuration, scrapeSeriesAdded];

/** Written by whatever evaluates rules, with the labels of the alert beside these. */
export const alertStates = gauge(
  "ALERTS",
  ["alertname", "alertstate", "severity"],
  "1 for each alert that is pending or firing",
);
