import {
  diskAvail,
  diskFree,
  nodeFilesystemAvail,
  nodeFilesystemReadonly,
  nodeFilesystemSize,
  promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series, type InputSeries } from "../scenario.ts";

const root = {
  job: "node",
  instance: "node-exporter:9100",
  service: "node",
  device: "/dev/vda1",
  fstype: "ext4",
  mountpoint: "/",
};
const labels = { instance: "node-exporter:9100", service: "node", device: "/dev/vda1" };

const hour = 3600;
// Prediction needs most of its window: what an installation writes in its first hours says nothing about the next day.
const window = "6h";
const oldest = "5h";
// A disk with more room than this is not about to be full, however fast it fills now.
const mostlyFree = 0.4;

/** A disk of 100 GB, mounted twice, as Docker's folder often is. */
function disk(avail: string, overrides: Partial<typeof root> = {}, readonly = "0"): InputSeries[] {
  return ["/", "/var/lib/docker"].flatMap((mountpoint) => {
    const mount = { ...root, mountpoint, ...overrides };
    return [
      series(nodeFilesystemAvail, mount, avail),
      series(nodeFilesystemSize, mount, "100000000000x200"),
      series(nodeFilesystemReadonly, mount, `${readonly}x200`),
    ];
  });
}

const largest = "docker system df; sudo du -xh --max-depth 2 / | sort -h | tail -20";

/** Once for a device, however often it is mounted. An exporter that is gone is no full disk. */
export const diskSpaceCritical: Alert = {
  name: "DiskSpaceCritical",
  severity: "critical",
  expr: (threshold) => promql`${diskFree} < ${threshold}`,
  threshold: { value: 0.05, unit: "ratio", bad: "below" },
  // Longer than a build or a sort of a database needs room for.
  for: "2m",
  keepFiringFor: "2m",
  summary: "{{ $labels.device }} has {{ $value | humanizePercentage }} of its space left",
  description:
    "On a full disk of the machine that Docker runs on (on macOS and Windows, Docker's virtual one) the database stops, containers fail, and monitoring records nothing more.",
  runbook: {
    checks: [
      { question: "What is large?", command: largest },
      { question: "Since when does it fill, and how fast?", query: promql`${diskAvail}` },
      { question: "Is it the database?", query: promql`sum(pg_database_size_bytes) or vector(0)` },
    ],
    fix: [
      "Remove what nobody needs: `docker image prune`, `docker builder prune`, old logs. Not `docker volume prune`: volumes are data.",
      "Make the disk larger (Docker Desktop: Settings, Resources).",
      "Keep fewer samples: `retentionSize` in the stack's configuration.",
    ],
  },
  fault: "disk-filled",
  fires: [
    {
      when: "4 % are left for two minutes, a lost scrape among them",
      interval: "15s",
      series: disk("30000000000x3 4000000000x3 stale 4000000000x10 30000000000x30"),
      at: "180s",
      // Room again at 300 s, and two minutes more in case it fills again.
      until: "420s",
      labels,
      summary: "/dev/vda1 has 4% of its space left",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "5 % are left",
      interval: "15s",
      series: disk("5000000000x60"),
      at: "15m",
    },
    {
      kind: "brief",
      when: "it is full for a minute and a half",
      interval: "15s",
      series: disk("30000000000x3 0x6 30000000000x30"),
      at: "9m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: disk("30000000000x3 stale 30000000000x30"),
      at: "8m",
    },
    {
      kind: "lookalike",
      when: "what is full is an image, a memory file system or /boot",
      interval: "15s",
      series: [
        ...disk("0x60", { fstype: "squashfs", device: "/dev/loop1" }),
        ...disk("0x60", { fstype: "tmpfs", device: "tmpfs" }),
        ...disk("0x60", { fstype: "overlay", device: "overlay" }),
        ...disk("0x60", { mountpoint: "/boot", device: "/dev/vda2" }),
      ],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "a full file system is mounted for reading alone",
      interval: "15s",
      series: disk("0x60", { device: "/dev/sr0" }, "1"),
      at: "15m",
    },
  ],
};

const diskWillFill: Alert = {
  name: "DiskWillFill",
  severity: "warning",
  // As predict_linear, but solved for the time, which a person can read.
  expr: (hours) => promql`${diskAvail} / -(deriv(${diskAvail}[${window}]) < 0) < ${hours} * ${hour}
and ${diskFree} < ${mostlyFree}
and present_over_time(${diskAvail}[1h] offset ${oldest})`,
  threshold: { value: 24, unit: "hours", bad: "below" },
  for: "30m",
  summary: "{{ $labels.device }} is full in {{ $value | humanizeDuration }}, if it goes on filling like this",
  description:
    "Nothing is broken yet. On a full disk of the machine that Docker runs on the database stops and containers fail.",
  runbook: {
    checks: [
      { question: "How fast does it fill, and since when?", query: promql`${diskAvail}` },
      { question: "What is large?", command: largest },
      {
        question: "Which database grows?",
        query: promql`topk(5, max by (datname) (pg_database_size_bytes))`,
      },
    ],
    fix: [
      "Find what writes, and stop it or let it write less.",
      "Remove what nobody needs: `docker image prune`, `docker builder prune`, old logs. Not `docker volume prune`: volumes are data.",
      "Make the disk larger.",
    ],
  },
  fault: "disk-filling",
  inhibitedBy: ["DiskSpaceCritical"],
  fires: [
    {
      when: "it has filled for five hours, not all of which were seen, and is full in 21, until somebody makes room",
      interval: "15m",
      series: disk("39000000000-375000000x3 _x3 36375000000-375000000x21 80000000000x8"),
      at: "330m",
      until: "435m",
      labels,
      summary: "/dev/vda1 is full in 20h 30m 0s, if it goes on filling like this",
    },
    {
      when: "it fills fast and has less than two fifths left",
      interval: "15m",
      series: disk("70000000000-1500000000x40"),
      at: "345m",
      labels,
      summary: "/dev/vda1 is full in 5h 55m 0s, if it goes on filling like this",
    },
    {
      when: "it fills slowly until it is full within a day",
      interval: "15m",
      series: disk("39000000000-300000000x40"),
      at: "555m",
      labels,
      summary: "/dev/vda1 is full in 23h 15m 0s, if it goes on filling like this",
    },
    {
      when: "it fills faster than it used to",
      interval: "15m",
      series: disk("39000000000-50000000x36 37150000000-500000000x40"),
      at: "795m",
      labels,
      summary: "/dev/vda1 is full in 18h 24m 24s, if it goes on filling like this",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is full in 25 hours and more",
      interval: "15m",
      series: disk("39000000000-300000000x28"),
      at: "420m",
    },
    {
      kind: "restart",
      when: "the installation is four hours old and has written a lot",
      interval: "15m",
      series: disk("39000000000-1500000000x16"),
      at: "240m",
    },
    {
      kind: "restart",
      when: "nothing was seen for hours, and what it writes since then fills it",
      interval: "15m",
      series: disk("39000000000x1 _x10 39000000000x12 34000000000-5000000000x6"),
      at: "465m",
    },
    {
      kind: "lookalike",
      when: "an image is pulled: a large step and then nothing",
      interval: "15m",
      series: disk("39000000000x24 36000000000x24"),
      at: "720m",
    },
    {
      kind: "lookalike",
      when: "it fills fast but is mostly free",
      interval: "15m",
      series: disk("90000000000-1000000000x40"),
      at: "600m",
    },
  ],
};

/** What becomes a fault in hours. */
export const diskForecastRules: RuleGroup = {
  name: "disk-forecast",
  interval: "1m",
  testStep: "15m",
  recordings: [],
  alerts: [diskWillFill],
};
