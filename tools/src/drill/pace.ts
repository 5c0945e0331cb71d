/** What a drill changes about an alert's rule, because the fault that would satisfy it is too large or too slow. */
export interface Change {
  readonly threshold?: number;
  /** A number of the expression that takes the place of another. */
  readonly replace?: { readonly from: string; readonly to: string };
  /** What is different and why, for the report. */
  readonly why: string;
}

/** Alerts that the stack's own Prometheus judges, in real time and with nothing changed. */
export const inRealTime: readonly string[] = ["McpServerDown", "HealthCheckFailing", "DatabaseDown"];

/** Alerts that a further Prometheus judges, which is there for them alone: their fault is one of whoever judges. */
export const judgedApart: readonly string[] = ["SamplesMissing"];

/** The pace of those: ten minutes are 100 s, so that what is missing is not forgotten before a warning is sent. */
export const paceApart = 6;

/** How many times faster time runs for a group's rules in the drill's Prometheus, where it is not {@link usualPace}. */
export const paces: Readonly<Record<string, number>> = {
  // Six hours are 45 s, an hour is 8 s.
  "slo-fast": 480,
  "slo-slow": 480,
  // A day is 24 s.
  "database-growth": 3600,
  certificates: 360,
  // Six hours are 30 s.
  "disk-forecast": 720,
  // A quarter of an hour is 113 s, as long as a container that is seen every ten seconds needs to start twice.
  containers: 8,
  // Ten minutes are 86 s: what fails once a minute must not be forgotten in between.
  "prometheus-storage": 7,
};

/** Makes 20 s of five minutes, and 40 s of ten. */
export const usualPace = 15;

/** Alerts whose rule is changed for the drill. */
export const changes: Readonly<Record<string, Change>> = {
  ContainerRestarting: {
    threshold: 1,
    why: "more than 1 restart instead of 2, so that the stack's own alert stays quiet about the throwaway container",
  },
  DatabaseSizeGrowth: {
    replace: { from: "1073741824", to: "1000000" },
    why: "from 1 MB on instead of 1 GiB: a drill takes less than 1 GB of disk",
  },
  DatabaseWraparound: {
    threshold: 0.00001,
    why: "0.001 % of the transaction ids instead of 50 %, which would take hours to use",
  },
  PrometheusSeriesMany: {
    replace: {
      from: "prometheus_tsdb_head_series > 100000",
      to: 'prometheus_tsdb_head_series{instance="drill-series"} > 2000',
    },
    why: "the throwaway Prometheus alone, and from 2,000 series on instead of 100,000, which would take half a gigabyte of memory",
  },
  RemoteWriteBehind: {
    threshold: 20,
    why: "20 s behind instead of 120, so that it does not take two minutes to be so late",
  },
  SamplesMissing: {
    threshold: 98,
    why: "98 samples of 100 instead of 118 of 120: there are as many in the shorter time",
  },
};

/** Alerts that are not drilled, with the reason. */
export const undrilled: Readonly<Record<string, string>> = {
  Watchdog:
    "it always fires: what would be drilled is its silence, and whoever waits for the heartbeat is told of that",
};
