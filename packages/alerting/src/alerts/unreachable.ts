import { probeSuccess, promql, up, where, type Metric, type Promql } from "@monitoring/collection";

/**
 * A database that lets nobody in, or of which nothing is known. The value tells the two apart: 0 is the database, which
 * refuses its exporter, or whose exporter says nothing while its port is shut; 1 and more is the exporter alone, as also
 * when the database hangs. Nothing where no such database is watched: there is neither exporter nor probe.
 * @param exporterUp what the exporter says of the database
 * @param service the name of its job and of its service
 */
export function unreachable(exporterUp: Metric, service: "postgres" | "redis"): Promql {
  const port = where(probeSuccess, { job: "blackbox", service, probe: "tcp_connect" });
  return promql`max by (service) (${exporterUp} == 0)
or max by (service) (${port}) unless on (service) ${exporterUp}
or count by (service) (${where(up, { job: service })}) unless on (service) ${exporterUp}`;
}

/** The summary of an alert over {@link unreachable}. */
export const unreachableSummary =
  "{{ if eq $value 0.0 }}{{ $labels.service }} does not accept connections{{ else }}Whether {{ $labels.service }} is up is not known: its exporter does not say{{ end }}";
