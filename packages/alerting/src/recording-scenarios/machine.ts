import {
  cpuModes,
  cpuUse,
  diskAvail,
  diskFree,
  memoryUse,
  nodeCpuSeconds,
  nodeFilesystemAvail,
  nodeFilesystemReadonly,
  nodeFilesystemSize,
  nodeMemoryAvailable,
  nodeMemoryTotal,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";
import { lookedAt, uneven } from "./uneven.ts";
import { minute, unsteady } from "./unsteady.ts";

const machine = (name: string) => ({ job: "node", instance: `${name}:9100`, service: "node" });
const labels = (name: string) => ({ instance: `${name}:9100`, service: "node" });
const steady = (value: number): string => `${value}x30`;

const modes = ["user", "nice", "system", "irq", "softirq", "steal", "iowait", "idle"];

const processors: RecordingScenario = {
  recording: cpuUse,
  when: "of two processors one does a little of everything, and the other less",
  interval: "15s",
  series: [
    ...modes.map((mode, i) =>
      series(nodeCpuSeconds, { ...machine("a"), cpu: "0", mode }, uneven(0.01 * 2 ** i)),
    ),
    series(nodeCpuSeconds, { ...machine("a"), cpu: "1", mode: "user" }, uneven(0.07)),
  ],
  at: lookedAt,
  // 0.01 to 0.32 of the first, without waiting and idling, and 0.07 of the second.
  gives: [{ labels: labels("a"), value: 0.35 }],
};

const byMode: RecordingScenario = {
  recording: cpuModes,
  when: "of two processors one does a little of everything, and the other less; another machine works more",
  interval: "15s",
  series: [
    ...modes.flatMap((mode, i) => [
      series(nodeCpuSeconds, { ...machine("a"), cpu: "0", mode }, uneven(0.01 * 2 ** i)),
      series(nodeCpuSeconds, { ...machine("a"), cpu: "1", mode }, uneven(0.005 * 2 ** i)),
    ]),
    series(nodeCpuSeconds, { ...machine("b"), cpu: "0", mode: "user" }, uneven(0.9)),
  ],
  at: lookedAt,
  gives: [
    ...modes
      .filter((mode) => mode !== "idle")
      .map((mode, i) => ({ labels: { ...labels("a"), mode }, value: 0.0075 * 2 ** i })),
    { labels: { ...labels("b"), mode: "user" }, value: 0.9 },
  ],
};

/** One number is looked at while it is still known, or no longer, and the other is there. */
const memory: readonly RecordingScenario[] = [
  {
    recording: memoryUse,
    when: "both numbers changed before scrapes were lost",
    interval: minute.interval,
    step: minute.step,
    series: [
      series(nodeMemoryAvailable, machine("a"), unsteady(4_000_000_000)),
      series(nodeMemoryTotal, machine("a"), unsteady(16_000_000_000)),
    ],
    at: minute.known,
    gives: [{ labels: labels("a"), value: 0.75 }],
  },
  {
    recording: memoryUse,
    when: "one of the numbers has not been told for longer than a minute",
    interval: minute.interval,
    step: minute.step,
    series: [
      series(nodeMemoryAvailable, machine("a"), unsteady(4_000_000_000)),
      series(nodeMemoryTotal, machine("a"), steady(16_000_000_000)),
      series(nodeMemoryAvailable, machine("b"), steady(4_000_000_000)),
      series(nodeMemoryTotal, machine("b"), unsteady(16_000_000_000)),
    ],
    at: minute.forgotten,
    gives: [],
  },
];

interface FileSystem {
  readonly on?: string;
  readonly device: string;
  readonly fstype?: string;
  readonly mountpoint?: string;
  readonly avail?: string;
  readonly size?: string;
  readonly readonly?: string;
}

function fileSystem({
  on = "a",
  device,
  fstype = "ext4",
  mountpoint = "/",
  ...values
}: FileSystem): InputSeries[] {
  const mount = { ...machine(on), device, fstype, mountpoint };
  return [
    series(nodeFilesystemAvail, mount, values.avail ?? steady(10)),
    series(nodeFilesystemSize, mount, values.size ?? steady(100)),
    series(nodeFilesystemReadonly, mount, values.readonly ?? steady(0)),
  ];
}

const disk = (device: string, value: number, on = "a"): RecordedSample => ({
  labels: { ...labels(on), device },
  value,
});

/** Neither free space nor the share of it is told of any of these. */
const noDisks = [
  ...["tmpfs", "ramfs", "overlay", "squashfs", "erofs", "iso9660", "udf"].flatMap((fstype) =>
    fileSystem({ device: fstype, fstype }),
  ),
  ...["/boot", "/boot/efi"].flatMap((mountpoint) => fileSystem({ device: mountpoint, mountpoint })),
  ...fileSystem({ device: "/dev/sr0", readonly: steady(1) }),
];

const disks = [diskAvail, diskFree].flatMap((recording): readonly RecordingScenario[] => {
  const of = (avail: number, size: number): number => (recording === diskAvail ? avail : avail / size);
  const at = (time: keyof Pick<typeof minute, "known" | "forgotten">) => ({
    recording,
    interval: minute.interval,
    step: minute.step,
    at: minute[time],
  });
  return [
    {
      ...at("known"),
      when: "a disk is mounted twice, another once, and the rest is nothing that can be filled for good",
      series: [
        ...fileSystem({ device: "/dev/vda1", avail: steady(30) }),
        // A quota shows less to whoever looks at this one.
        ...fileSystem({ device: "/dev/vda1", mountpoint: "/srv", avail: steady(20), size: steady(80) }),
        ...fileSystem({ device: "/dev/vdb1", mountpoint: "/data", avail: steady(50) }),
        ...noDisks,
      ],
      gives: [disk("/dev/vda1", of(20, 80)), disk("/dev/vdb1", of(50, 100))],
    },
    {
      ...at("known"),
      when: "its numbers changed before scrapes were lost",
      series: fileSystem({ device: "/dev/vda1", avail: unsteady(20), size: unsteady(100) }),
      gives: [disk("/dev/vda1", of(20, 100))],
    },
    {
      ...at("known"),
      when: "it was mounted for reading alone before scrapes were lost, for longer on another machine",
      series: [
        ...fileSystem({ device: "/dev/vda1", readonly: "0x3 0 0 1 _x20" }),
        ...fileSystem({ on: "b", device: "/dev/vda1", readonly: "0x3 1 1 0 _x20" }),
      ],
      gives: [disk("/dev/vda1", of(10, 100), "b")],
    },
    {
      ...at("forgotten"),
      when: "one of its numbers has not been told for longer than a minute, nor that it is for reading alone",
      series: [
        ...fileSystem({ device: "/dev/vda1", avail: unsteady(20), size: unsteady(100) }),
        ...fileSystem({ on: "b", device: "/dev/vda1", readonly: "1x6 _x20" }),
        ...(recording === diskFree
          ? [
              ...fileSystem({ on: "c", device: "/dev/vda1", size: unsteady(100) }),
              ...fileSystem({ on: "d", device: "/dev/vda1", avail: unsteady(20) }),
            ]
          : []),
      ],
      gives: [disk("/dev/vda1", of(10, 100), "b")],
    },
  ];
});

/** What is computed of the machine. */
export const machineScenarios: readonly RecordingScenario[] = [processors, byMode, ...memory, ...disks];
