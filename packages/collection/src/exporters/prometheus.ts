import { counter, gauge } from "../metric.ts";

/** Stays 0 after a refused file is put back exactly as it was: it is not read again until it changes. */
export const prometheusReloadSuccessful = gauge(
  "prometheus_config_last_reload_successful",
  [],
  "1 if the configuration was read when it last changed, else 0",
);
/** When the process started. */
export const processStartTime = gauge(
  "process_start_time_seconds",
  [],
  "start of the process, in seconds since 1970",
);

/** Rules that could not be evaluated. */
export const ruleEvaluationFailures = counter(
  "prometheus_rule_evaluation_failures_total",
  ["rule_group"],
  "rule evaluations that failed",
);
/** How long a group's last evaluation took. */
export const ruleGroupLastDuration = gauge(
  "prometheus_rule_group_last_duration_seconds",
  ["rule_group"],
  "duration of the group's last evaluation in seconds",
);
/** How often a group is to be evaluated. */
export const ruleGroupInterval = gauge(
  "prometheus_rule_group_interval_seconds",
  ["rule_group"],
  "the group's interval in seconds",
);
/** Evaluations of a group that were skipped because the one before still ran. */
export const ruleGroupIterationsMissed = counter(
  "prometheus_rule_group_iterations_missed_total",
  ["rule_group"],
  "evaluations of the group that were skipped because the one before still ran",
);

/** Alertmanagers that alerts are sent to. */
export const alertmanagersDiscovered = gauge(
  "prometheus_notifications_alertmanagers_discovered",
  [],
  "Alertmanagers that alerts are sent to",
);
/** Alerts that an Alertmanager took. What failed is not among them. */
export const alertsSent = counter(
  "prometheus_notifications_sent_total",
  ["alertmanager"],
  "alerts that an Alertmanager took",
);
/** Alerts that could not be handed to an Alertmanager. */
export const alertsNotSent = counter(
  "prometheus_notifications_errors_total",
  ["alertmanager"],
  "alerts that could not be handed to an Alertmanager",
);
/** Alerts that wait to be handed over. */
export const alertsWaiting = gauge(
  "prometheus_notifications_queue_length",
  ["alertmanager"],
  "alerts that wait to be handed to an Alertmanager",
);

/** Commits that could not be written to disk. While that lasts, this very counter is not stored either. */
export const walWritesFailed = counter(
  "prometheus_tsdb_wal_writes_failed_total",
  [],
  "writes to the write-ahead log that failed",
);
/** Damage of the write-ahead log found at start; what is newer than it is deleted. */
export const walCorruptions = counter(
  "prometheus_tsdb_wal_corruptions_total",
  [],
  "corruptions of the write-ahead log",
);
/** Damage of memory-mapped chunks found at start. */
export const chunkCorruptions = counter(
  "prometheus_tsdb_mmap_chunk_corruptions_total",
  [],
  "corruptions of memory-mapped chunks",
);
/** Compactions that failed. */
export const compactionsFailed = counter(
  "prometheus_tsdb_compactions_failed_total",
  [],
  "compactions that failed",
);
/** Truncations of the head that failed: memory is not freed. */
export const headTruncationsFailed = counter(
  "prometheus_tsdb_head_truncations_failed_total",
  [],
  "truncations of the head block that failed",
);
/** Truncations of the write-ahead log that failed: disk is not freed. */
export const walTruncationsFailed = counter(
  "prometheus_tsdb_wal_truncations_failed_total",
  [],
  "truncations of the write-ahead log that failed",
);
/** Reloads of the blocks on disk that failed. */
export const blockReloadsFailed = counter(
  "prometheus_tsdb_reloads_failures_total",
  [],
  "reloads of the blocks on disk that failed",
);
/** Disk that finished blocks take. */
export const blocksBytes = gauge(
  "prometheus_tsdb_storage_blocks_bytes",
  [],
  "bytes of the finished blocks on disk",
);

/** Samples older than the newest of their series. */
export const samplesOutOfOrder = counter(
  "prometheus_target_scrapes_sample_out_of_order_total",
  [],
  "samples dropped because a newer one of their series exists",
);
/** Samples of a target whose clock is wrong. */
export const samplesOutOfBounds = counter(
  "prometheus_target_scrapes_sample_out_of_bounds_total",
  [],
  "samples dropped because their time is outside what can be stored",
);
/** Samples that contradict another of the same series and time. */
export const samplesDuplicate = counter(
  "prometheus_target_scrapes_sample_duplicate_timestamp_total",
  [],
  "samples dropped because another value of their series has the same time",
);
/** Scrapes refused because they have too many samples. */
export const scrapesOverSampleLimit = counter(
  "prometheus_target_scrapes_exceeded_sample_limit_total",
  [],
  "scrapes refused because they have more samples than the job's limit",
);
/** Scrapes refused because they are too large. */
export const scrapesOverBodyLimit = counter(
  "prometheus_target_scrapes_exceeded_body_size_limit_total",
  [],
  "scrapes refused because they are larger than the job's limit",
);
/** Scrapes refused because of the number or length of labels. */
export const scrapesOverLabelLimits = counter(
  "prometheus_target_scrape_pool_exceeded_label_limits_total",
  [],
  "scrapes refused because of the number or the length of their labels",
);

/**
 * Time of the newest sample that was collected. Absent without remote_write, as all that follow. Not the queue's own
 * prometheus_remote_storage_queue_highest_timestamp_seconds: that stands still as soon as the queue is full (measured: 95 s
 * after the remote end went away, at 138 samples a second).
 */
export const remoteNewest = gauge(
  "prometheus_remote_storage_highest_timestamp_in_seconds",
  [],
  "time of the newest sample that was collected, in seconds since 1970",
);
/** Time of the newest sample that remote storage took; 0 until it has taken one. */
export const remoteSent = gauge(
  "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
  ["remote_name", "url"],
  "time of the newest sample that remote storage took, in seconds since 1970",
);
/** Samples handed to remote storage, whatever it did with them. */
export const remoteSamples = counter(
  "prometheus_remote_storage_samples_total",
  ["remote_name", "url"],
  "samples handed to remote storage",
);
/** Samples that remote storage refused for good. */
export const remoteSamplesFailed = counter(
  "prometheus_remote_storage_samples_failed_total",
  ["remote_name", "url"],
  "samples that remote storage refused for good",
);
/** Samples that were handed over again after an error that may pass. */
export const remoteSamplesRetried = counter(
  "prometheus_remote_storage_samples_retried_total",
  ["remote_name", "url"],
  "samples handed over again after an error that may pass",
);

/** Series in memory. */
export const headSeries = gauge("prometheus_tsdb_head_series", [], "series in memory");
/** Samples written. */
export const samplesAppended = counter(
  "prometheus_tsdb_head_samples_appended_total",
  ["type"],
  "samples written",
);

/** What Prometheus says about itself. */
export const prometheusMetrics = [
  prometheusReloadSuccessful,
  processStartTime,
  ruleEvaluationFailures,
  ruleGroupLastDuration,
  ruleGroupInterval,
  ruleGroupIterationsMissed,
  alertsSent,
  alertsNotSent,
  alertsWaiting,
  walWritesFailed,
  walCorruptions,
  chunkCorruptions,
  compactionsFailed,
  headTruncationsFailed,
  walTruncationsFailed,
  blockReloadsFailed,
  blocksBytes,
  samplesOutOfOrder,
  samplesOutOfBounds,
  samplesDuplicate,
  scrapesOverSampleLimit,
  scrapesOverBodyLimit,
  scrapesOverLabelLimits,
  remoteNewest,
  remoteSent,
  remoteSamples,
  remoteSamplesFailed,
  remoteSamplesRetried,
  alertmanagersDiscovered,
  headSeries,
  samplesAppended,
];
