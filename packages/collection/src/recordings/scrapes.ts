import { up } from "../exporters/scrape.ts";
import { promql } from "../promql.ts";
import { recording } from "../recording.ts";

/** Share of a job's targets of one service that could not be scraped. */
export const targetsDownRatio = recording(
  "service_job:targets_down:ratio",
  [],
  promql`1 - avg by (service, job) (${up})`,
);
