import {
  clockSkew,
  nodeClockOffset,
  nodeClockSynced,
  nodeTime,
  promql,
  samplesOutOfBounds,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";

const target = { job: "node", instance: "node-exporter:9100", service: "node" };
const labels = { instance: "node-exporter:9100", service: "node" };

/** Quiet on a machine whose clock is right, whether or not a time daemon runs. */
export const clockSkewed: Alert = {
  name: "ClockSkew",
  severity: "warning",
  // What a time daemon measured, where one runs; what the scraper's clock says; what Prometheus refused because of it.
  // Not node_timex_sync_status: it is 0 in many virtual machines and containers whose clock is right.
  expr: (
    threshold,
  ) => promql`max by (service, instance) (abs(last_over_time(${nodeClockOffset}[1m]))) > ${threshold}
or max by (service, instance) (last_over_time(${clockSkew}[1m])) > ${threshold}
or sum by (service) (increase(${samplesOutOfBounds}[5m])) > 0`,
  // Clients accept tokens and certificates that are a few seconds off; half of one shows that nobody keeps the clock.
  threshold: { value: 0.5, unit: "seconds" },
  // Longer than a time daemon needs to set the clock after a start or a laptop's sleep.
  for: "10m",
  summary: `{{ if eq $labels.service "prometheus" }}Prometheus refused {{ printf "%.0f" $value }} samples within 5 minutes, because their time is too far off{{ else }}The machine's clock is off by {{ $value | humanizeDuration }}{{ end }}`,
  description:
    "Tokens seem expired or not yet valid, logs and measurements of several machines do not fit together, and samples get lost.",
  runbook: {
    checks: [
      {
        question: "By how much, as a time daemon says (0 also where none runs) and as the scraper says?",
        query: promql`${nodeClockOffset} or ${clockSkew}`,
      },
      {
        question: "Does a time daemon keep the clock?",
        query: promql`${nodeClockSynced}`,
        command: "timedatectl timesync-status",
      },
      { question: "Which target's samples are refused?", command: "npm run logs -- prometheus --since 15m" },
    ],
    fix: [
      "Start the time daemon: `systemctl restart systemd-timesyncd` or `chronyc makestep`.",
      "On Docker Desktop, restart it: its virtual machine's clock may stand still while the computer sleeps.",
    ],
  },
  fault: "clock-skew",
  fires: [
    {
      when: "the time daemon says 0.6 seconds for ten minutes, a lost scrape among them",
      interval: "15s",
      series: [series(nodeClockOffset, target, "0x3 -0.6x20 stale -0.6x24 0x20")],
      at: "660s",
      until: "765s",
      labels,
      summary: "The machine's clock is off by 600ms",
    },
    {
      when: "no time daemon runs and the machine is 0.6 seconds ahead of whoever scrapes it",
      interval: "15s",
      series: [
        series(nodeTime, target, "0+15x3 60.6+15x16 stale 330.6+15x24 705+15x10"),
        series(nodeClockOffset, target, "0x60"),
      ],
      at: "660s",
      until: "705s",
      labels,
      summary: "The machine's clock is off by 600ms",
    },
    {
      when: "samples with times of their own are refused all the time",
      interval: "15s",
      series: [
        series(
          samplesOutOfBounds,
          { job: "prometheus", instance: "prometheus:9090", service: "prometheus" },
          "0x3 4+4x60",
        ),
      ],
      at: "660s",
      labels: { service: "prometheus" },
      summary: "Prometheus refused 80 samples within 5 minutes, because their time is too far off",
    },
    {
      when: "of two machines' clocks one is off, and three scrapes in a row are lost before both fall silent",
      interval: "15s",
      series: [
        series(nodeClockOffset, target, "0.6x20 stale _x2 0.6x20 stale"),
        series(nodeClockOffset, { ...target, instance: "other:9100" }, "0.2x50"),
      ],
      at: "600s",
      // A minute after the last scrape, at 660 s.
      until: "720s",
      labels,
      summary: "The machine's clock is off by 600ms",
    },
    {
      when: "it lags behind whoever scrapes it, whom three scrapes in a row do not reach before it falls silent",
      interval: "15s",
      series: [series(nodeTime, target, "-0.6+15x20 stale _x2 359.4+15x20 stale")],
      at: "600s",
      until: "720s",
      labels,
      summary: "The machine's clock is off by 600ms",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is half a second off, as the time daemon and the scraper say",
      interval: "15s",
      series: [series(nodeClockOffset, target, "0.5x60"), series(nodeTime, target, "0.5+15x60")],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "the clock is right though no time daemon runs",
      interval: "15s",
      series: [
        series(nodeClockOffset, target, "0x60"),
        series(nodeClockSynced, target, "0x60"),
        series(nodeTime, target, "0.01+15x60"),
      ],
      at: "15m",
    },
    {
      kind: "brief",
      when: "a laptop wakes up five hours late and the clock is set within nine minutes",
      interval: "15s",
      series: [series(nodeTime, target, "0+15x4 -17925+15x36 630+15x30")],
      at: "17m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: [
        series(nodeTime, target, "0+15x4 stale 90+15x50"),
        series(nodeClockOffset, target, "0x4 stale 0x50"),
      ],
      at: "13m",
    },
    {
      kind: "restart",
      when: "some samples were refused while the machine started",
      interval: "15s",
      series: [
        series(
          samplesOutOfBounds,
          { job: "prometheus", instance: "prometheus:9090", service: "prometheus" },
          "0x3 900x60",
        ),
      ],
      at: "15m",
    },
  ],
};
