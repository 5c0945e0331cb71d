import { gauge } from "../metric.ts";

/** The outcome of the last probe of a target. */
export const probeSuccess = gauge("probe_success", [], "1 if the probe worked, else 0");
/** How long the last probe took. */
export const probeDurationSeconds = gauge("probe_duration_seconds", [], "duration of the probe in seconds");

/** When the first certificate of a TLS server's chain expires; only probes of TLS have it. */
export const probeCertificateExpiry = gauge(
  "probe_ssl_earliest_cert_expiry",
  [],
  "Unix time at which the first certificate of the chain expires",
);

/** Seconds of an HTTP probe by what they were spent on. */
export const probeHttpPhaseSeconds = gauge(
  "probe_http_duration_seconds",
  ["phase"],
  "seconds of an HTTP probe by what they were spent on",
);
/** HTTP status of the last answer, 0 for none. */
export const probeHttpStatus = gauge(
  "probe_http_status_code",
  [],
  "hTTP status of the last answer, 0 for none",
);

/** What the blackbox exporter answers at /probe. */
export const blackboxMetrics = [
  probeSuccess,
  probeDurationSeconds,
  probeCertificateExpiry,
  probeHttpPhaseSeconds,
  probeHttpStatus,
];
