import { gauge } from "../metric.ts";

/** Written by Prometheus itself for every target. */
export const up = gauge("up", [], "1 if the last scrape of the target worked, else 0");

/** Every metric that a scrape itself produces. */
export const scrapeMetrics = [up];
