import { gauge } from "../metric.ts";

/** Whether a collector of the node exporter worked; one that finds nothing counts as failed. */
export const nodeCollectorSuccess = gauge(
  "node_scrape_collector_success",
  ["collector"],
  "1 if the collector worked in this scrape, else 0",
);
/** Whether a collector of the PostgreSQL exporter worked; one that finds nothing counts as failed. */
export const postgresCollectorSuccess = gauge(
  "pg_scrape_collector_success",
  ["collector"],
  "1 if the collector worked in this scrape, else 0",
);
/** Whether the Redis exporter could ask Redis everything. */
export const redisScrapeError = gauge(
  "redis_exporter_last_scrape_error",
  ["err"],
  "1 if a part of the scrape failed, else 0",
);
/** Whether cAdvisor could read its containers. */
export const containerScrapeError = gauge(
  "container_scrape_error",
  [],
  "1 if reading the containers failed, else 0",
);
